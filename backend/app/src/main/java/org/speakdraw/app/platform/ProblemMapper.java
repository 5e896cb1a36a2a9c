package org.speakdraw.app.platform;

import jakarta.json.JsonException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
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

    private static final Map<Integer, String> CODES = Map.of(
            404,
            "not-found",
            405,
            "method-not-allowed",
            406,
            "not-acceptable",
            413,
            "message-too-large",
            415,
            "media-type-unsupported");

    @Override
    public Response toResponse(Throwable error) {
        Problem problem = problemOf(error);
        Response.ResponseBuilder response = Response.status(problem.status())
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
                    400, "request-invalid", "The body is not the JSON object that is expected here.", List.of());
        }
        if (error instanceof WebApplicationException web && web.getResponse().getStatus() < 500) {
            int status = web.getResponse().getStatus();
            String reason = web.getResponse().getStatusInfo().getReasonPhrase();
            return new Problem(status, CODES.getOrDefault(status, "request-invalid"), reason + ".", List.of());
        }
        if (find(error, IOException.class).filter(ProblemMapper::isHangUp).isPresent()) {
            LOG.log(System.Logger.Level.DEBUG, "A client hung up in the middle of its request");
            return new Problem(400, "request-invalid", "The request broke off.", List.of());
        }
        LOG.log(System.Logger.Level.ERROR, "A request failed", error);
        return new Problem(500, "internal", "Something went wrong on the server; its log says what.", List.of());
    }

    /** Nothing but their words tells these from an error of a disk: Undertow's own, and the system's. */
    private static boolean isHangUp(IOException error) {
        String message = String.valueOf(error.getMessage());
        return error instanceof ClosedChannelException
                || message.startsWith("UT000128")
                || message.contains("Connection reset")
                || message.contains("Broken pipe");
    }

    private static <T extends Throwable> Optional<T> find(Throwable error, Class<T> type) {
        return Stream.iterate(error, Objects::nonNull, Throwable::getCause)
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst();
    }
}
