package org.speakdraw.app.platform;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.List;
import java.util.Map;

/** The one place where errors of JAX-RS calls become answers: problem JSON, and never a stack trace. */
@Provider
public class ProblemMapper implements ExceptionMapper<Throwable> {

    private static final Map<Integer, ApiError> BY_STATUS = Map.of(
            404, ApiError.NOT_FOUND,
            405, ApiError.METHOD_NOT_ALLOWED,
            406, ApiError.NOT_ACCEPTABLE,
            413, ApiError.MESSAGE_TOO_LARGE,
            415, ApiError.MEDIA_TYPE_UNSUPPORTED);

    @Override
    public Response toResponse(Throwable error) {
        Problem problem = problemOf(error);
        Response.ResponseBuilder response = Response.ok(problem.toJson(), Problem.MEDIA_TYPE);
        problem.head(response::status, response::header);
        return response.build();
    }

    private static Problem problemOf(Throwable error) {
        boolean ofTheCall = error instanceof WebApplicationException web
                && web.getResponse().getStatus() < 500
                && !Problem.isKnown(error);
        if (!ofTheCall) {
            return Problem.behind(error);
        }
        Response.StatusType status =
                ((WebApplicationException) error).getResponse().getStatusInfo();
        ApiError code = BY_STATUS.getOrDefault(status.getStatusCode(), ApiError.REQUEST_INVALID);
        return new Problem(code, status.getReasonPhrase() + ".", List.of());
    }
}
