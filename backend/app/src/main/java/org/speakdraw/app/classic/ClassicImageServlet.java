package org.speakdraw.app.classic;

import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.MultipartConfig;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.io.InputStream;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.Json;
import org.speakdraw.app.platform.Problem;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.settings.StreamLimits;
import org.speakdraw.app.stream.session.LiveSession;
import org.speakdraw.app.stream.session.LiveSessions;
import org.speakdraw.inference.SpeakDrawException;
import org.speakdraw.inference.diffusion.DiffusionBundle;

/**
 * An image as a prompt, in the classic protocol: a form with a JPEG, PNG or WebP, for the session that {@code uuid} names as a query
 * parameter or cookie, or, without one, for the only one of the caller's address.
 */
@WebServlet({ClassicImageServlet.SHOW, ClassicImageServlet.CLEAR})
@MultipartConfig(fileSizeThreshold = 65_536)
public class ClassicImageServlet extends HttpServlet {

    static final String SHOW = "/api/ip_ref_image";
    static final String CLEAR = "/api/ip_ref_image/clear";

    private static final long serialVersionUID = 1L;
    private static final System.Logger LOG = System.getLogger(ClassicImageServlet.class.getName());

    private final transient LiveSessions sessions;
    private final transient StreamLimits limits;
    private final transient DiffusionBundle bundle;

    /** What became of a request. */
    record Answer(String status, String message) {}

    @Inject
    public ClassicImageServlet(LiveSessions sessions, StreamLimits limits, DiffusionBundle bundle) {
        this.sessions = sessions;
        this.limits = limits;
        this.bundle = bundle;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            answer(response, new Answer("success", serve(request)));
        } catch (SpeakDrawException e) {
            refuse(response, e);
        } catch (ServletException | RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "A request failed", e);
            refuse(response, new RequestException(ApiError.INTERNAL, "Something went wrong on the server."));
        }
    }

    private String serve(HttpServletRequest request) throws IOException, ServletException {
        if (!limits.classicEnabled()) {
            throw new RequestException(ApiError.NOT_FOUND, "The classic protocol is switched off.");
        }
        if (!request.getMethod().equals("POST")) {
            throw new RequestException(ApiError.METHOD_NOT_ALLOWED, "The method is POST.");
        }
        if (!bundle.takesImagePrompts()) {
            // In the original's words, and with its status.
            throw new RequestException(ApiError.REQUEST_INVALID, "IP-Adapter is not enabled");
        }
        LiveSession session = sessions.requireClassic(ClassicCredentials.session(request), request.getRemoteAddr());
        if (request.getServletPath().equals(CLEAR)) {
            session.images().clear();
            return "The image prompt is cleared";
        }
        session.images().showOnly(file(request));
        return "The image prompt is set";
    }

    private byte[] file(HttpServletRequest request) throws IOException, ServletException {
        if (!String.valueOf(request.getContentType()).startsWith("multipart/form-data")) {
            throw new RequestException(ApiError.REQUEST_INVALID, "The body must be multipart/form-data.");
        }
        try {
            Part file = request.getPart("file");
            if (file == null) {
                throw new RequestException(ApiError.REQUEST_INVALID, "The form has no field file.");
            }
            if (file.getSize() > limits.maxFrameBytes()) {
                throw tooLarge();
            }
            try (InputStream in = file.getInputStream()) {
                return in.readAllBytes();
            }
        } catch (IllegalStateException e) {
            // The container's word for more than it takes.
            throw tooLarge();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "A caller hung up while it sent an image");
            throw new RequestException(ApiError.REQUEST_INVALID, "The image did not arrive completely.", e);
        }
    }

    private RequestException tooLarge() {
        return new RequestException(
                ApiError.FRAME_TOO_LARGE, "An image may have " + limits.maxFrameBytes() + " bytes.");
    }

    private static void refuse(HttpServletResponse response, SpeakDrawException reason) throws IOException {
        Problem problem = Problem.of(reason);
        problem.head(response::setStatus, response::setHeader);
        answer(response, new Answer("error", problem.detail()));
    }

    private static void answer(HttpServletResponse response, Answer answer) throws IOException {
        response.setContentType("application/json");
        response.setCharacterEncoding("UTF-8");
        response.getWriter().write(Json.write(answer));
    }
}
