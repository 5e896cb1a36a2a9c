package org.speakdraw.app.openai;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.Json;
import org.speakdraw.app.platform.Problem;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.inference.SpeakDrawException;

/** An address of OpenAI's API: whatever goes wrong is answered with JSON in its shape. */
public abstract class OpenAiServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;
    private static final System.Logger LOG = System.getLogger(OpenAiServlet.class.getName());

    private final transient List<String> methods;

    /** @param methods of HTTP that are answered; none where there is nothing at the address */
    protected OpenAiServlet(List<String> methods) {
        this.methods = List.copyOf(methods);
    }

    @Override
    protected final void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            if (methods.isEmpty()) {
                throw new RequestException(
                        ApiError.NOT_FOUND,
                        "There is nothing at this address; /v1/models, /v1/audio and /v1/images are served.");
            }
            if (!methods.contains(request.getMethod())) {
                response.setHeader("Allow", String.join(", ", methods));
                throw new RequestException(
                        ApiError.METHOD_NOT_ALLOWED, "The method is " + String.join(" or ", methods) + ".");
            }
            super.service(request, response);
        } catch (OpenAiRefusal e) {
            refuse(request, response, e.reason(), Optional.of(e.field()));
        } catch (SpeakDrawException e) {
            refuse(request, response, e);
        } catch (ServletException | RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "A request failed", e);
            RequestException internal =
                    new RequestException(ApiError.INTERNAL, "Something went wrong on the server; its log says what.");
            refuse(request, response, internal);
        }
    }

    /** Answers with an error. */
    protected final void refuse(HttpServletRequest request, HttpServletResponse response, SpeakDrawException reason)
            throws IOException {
        refuse(request, response, reason, Optional.empty());
    }

    /** @param field of the form that is at fault */
    private void refuse(
            HttpServletRequest request, HttpServletResponse response, SpeakDrawException reason, Optional<String> field)
            throws IOException {
        if (response.isCommitted()) {
            return;
        }
        Problem problem = Problem.of(reason);
        problem.head(response::setStatus, response::setHeader);
        describe(request, response, problem, field);
    }

    /** Writes the body of an error. */
    protected void describe(
            HttpServletRequest request, HttpServletResponse response, Problem problem, Optional<String> field)
            throws IOException {
        write(response, "application/json", Json.write(OpenAiError.of(problem, field)));
    }

    /** Writes a whole answer. */
    public static void write(HttpServletResponse response, String mediaType, String body) throws IOException {
        response.setContentType(mediaType);
        response.setCharacterEncoding("UTF-8");
        response.getWriter().write(body);
    }
}
