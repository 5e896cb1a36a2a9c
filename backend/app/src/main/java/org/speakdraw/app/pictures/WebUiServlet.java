package org.speakdraw.app.pictures;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.speakdraw.app.pictures.PicturePainter.Painted;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.Json;
import org.speakdraw.app.platform.Problem;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.inference.SpeakDrawException;

/**
 * Pictures in the shape of the API that the web front ends of Stable Diffusion share (AUTOMATIC1111, Forge, SD.Next), as
 * far as their clients need it.
 */
@WebServlet(urlPatterns = "/sdapi/v1/*", asyncSupported = true)
public class WebUiServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;
    private static final System.Logger LOG = System.getLogger(WebUiServlet.class.getName());
    private static final String TEXT_TO_IMAGE = "/txt2img";
    private static final String IMAGE_TO_IMAGE = "/img2img";
    private static final String OPTIONS = "/options";
    /** A picture in base64 within JSON takes several times its size while it is read. */
    private static final int READ_AT_ONCE = 2;

    private static final long PATIENCE_SECONDS = 10;

    private final transient PictureAccess access;
    private final transient PicturePainter painter;
    private final transient String modelId;
    private final transient WebUiLists lists;
    private final transient Semaphore reading = new Semaphore(READ_AT_ONCE, true);

    @Inject
    public WebUiServlet(PictureAccess access, PicturePainter painter, PictureModel model) {
        this.access = access;
        this.painter = painter;
        this.modelId = model.id();
        this.lists = new WebUiLists(modelId);
    }

    /**
     * The form that their errors have.
     *
     * @param error  our code
     * @param detail one sentence for a person
     * @param errors the same, as later versions have it
     */
    record Fault(String error, String detail, String body, String errors) {}

    /** What was sent and what is wanted by it. */
    private record Asked(ObjectNode body, PictureWish wish) {}

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            PictureCredentials.require(access, request);
            String path = String.valueOf(request.getPathInfo());
            switch (request.getMethod()) {
                case "GET", "HEAD" -> write(response, lists.at(path).orElseThrow(WebUiServlet::unknown));
                case "POST" -> post(path, request, response);
                default -> throw new RequestException(ApiError.METHOD_NOT_ALLOWED, "The method is GET or POST.");
            }
        } catch (SpeakDrawException e) {
            refuse(response, e);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "A request failed", e);
            refuse(response, new RequestException(ApiError.INTERNAL, "Something went wrong on the server."));
        }
    }

    private void post(String path, HttpServletRequest request, HttpServletResponse response) throws IOException {
        switch (path) {
            case TEXT_TO_IMAGE, IMAGE_TO_IMAGE -> paint(path.equals(IMAGE_TO_IMAGE), request);
            case OPTIONS -> {
                WebUiRequest.requireModel(body(request).path("sd_model_checkpoint"), modelId);
                write(response, "{}");
            }
            // Others' pictures are not theirs to end, and there is nothing to look for anew.
            case "/interrupt", "/skip", "/refresh-checkpoints" -> write(response, "{}");
            default -> throw unknown();
        }
    }

    private void paint(boolean repaints, HttpServletRequest request) throws IOException {
        String address = access.count(request.getRemoteAddr());
        ObjectNode body;
        CompletableFuture<Painted> pictures;
        takeTurn();
        try {
            Asked asked = asked(repaints, request);
            pictures = painter.paint(address, asked.wish());
            body = asked.body();
        } finally {
            reading.release();
        }
        PicturePeer.await(
                request,
                pictures,
                (answer, painted) -> {
                    answer.setContentType("application/json");
                    Json.mapper().writeValue(answer.getOutputStream(), WebUiAnswer.of(painted, body, modelId));
                },
                (asked, answer, reason) -> refuse(answer, reason));
    }

    private Asked asked(boolean repaints, HttpServletRequest request) throws IOException {
        ObjectNode body = body(request);
        PictureWish wish = WebUiRequest.read(body, repaints, modelId);
        // They are in the wish now, and too large to be kept twice.
        body.remove("init_images");
        body.remove("mask");
        return new Asked(body, wish);
    }

    private void takeTurn() {
        try {
            if (reading.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw RequestException.tooMany(
                ApiError.TOO_MANY_REQUESTS, "Others' pictures are being read.", Duration.ofSeconds(2));
    }

    /** All of it is there: the door let it in whole, within its bounds. */
    private static ObjectNode body(HttpServletRequest request) throws IOException {
        String text = new String(request.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return Json.read(text.isBlank() ? "{}" : text, ObjectNode.class, ApiError.REQUEST_INVALID);
    }

    private static RequestException unknown() {
        return new RequestException(ApiError.NOT_FOUND, "There is nothing at this address.");
    }

    private static void refuse(HttpServletResponse response, SpeakDrawException reason) throws IOException {
        if (response.isCommitted()) {
            return;
        }
        Problem problem = Problem.of(reason);
        problem.head(response::setStatus, response::setHeader);
        write(response, Json.write(new Fault(problem.code().id(), problem.detail(), "", problem.detail())));
    }

    private static void write(HttpServletResponse response, String json) throws IOException {
        response.setContentType("application/json");
        response.setCharacterEncoding("UTF-8");
        response.getWriter().write(json);
    }
}
