package org.speakdraw.app.platform;

import jakarta.json.JsonException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.speakdraw.inference.SpeakDrawException;

/** The one place where errors of JAX-RS calls become answers: problem JSON, and never a stack trace. */
@Provider
public class ProblemMapper implements ExceptionMapper<Throwable> {

    private static final System.Logger LOG = System.getLogger(ProblemMapper.class.getName());

    private static final Map<Integer, ApiError> BY_STATUS = Map.of(
            404, ApiError.NOT_FOUND,
            405, ApiError.METHOD_NOT_ALLOWED,
            406, ApiError.NOT_ACCEPTABLE,
            413, ApiError.MESSAGE_TOO_LARGE,
            415, ApiError.MEDIA_TYPE_UNSUPPORTED);

    @Override
    public Response toResponse(Throwable error) {
        Problem problem = problemOf(error);
        Response.ResponseBuilder response = Response.status(problem.code().status())
                .type(Problem.MEDIA_TYPE)
                .entity(problem.toJson().toString());
        find(error, RequestException.class)
                .flatMap(RequestException::retryAfter)
                .ifPresent(wait -> response.header("Retry-After", wait.toSeconds() + 1));
        return response.build();
    }

    private static Problem problemOf(Throwable error) {
        Optional<SpeakDrawException> ours = find(error, SpeakDrawException.class);
        if (ours.isPresent()) {
            return Problem.of(ours.get());
        }
        if (find(error, JsonException.class).isPresent()) {
            return new Problem(
                    ApiError.REQUEST_INVALID, "The body is not the JSON object that is expected here.", List.of());
        }
        if (error instanceof WebApplicationException web && web.getResponse().getStatus() < 500) {
            Response.StatusType status = web.getResponse().getStatusInfo();
            ApiError code = BY_STATUS.getOrDefault(status.getStatusCode(), ApiError.REQUEST_INVALID);
            return new Problem(code, status.getReasonPhrase() + ".", List.of());
        }
        LOG.log(System.Logger.Level.ERROR, "A request failed", error);
        return new Problem(ApiError.INTERNAL, "Something went wrong on the server; its log says what.", List.of());
    }

    private static <T extends Throwable> Optional<T> find(Throwable error, Class<T> type) {
        return Stream.iterate(error, Objects::nonNull, Throwable::getCause)
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst();
    }
}
