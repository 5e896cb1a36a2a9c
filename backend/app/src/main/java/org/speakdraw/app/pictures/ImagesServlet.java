package org.speakdraw.app.pictures;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.MultipartConfig;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.speakdraw.app.openai.OpenAiRefusal;
import org.speakdraw.app.openai.OpenAiServlet;
import org.speakdraw.app.pictures.PictureWish.Original;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.BodyLimits;
import org.speakdraw.app.platform.Json;
import org.speakdraw.app.platform.RequestException;

/** Pictures in the shape of OpenAI's images API: from a prompt as JSON, or from a picture and a prompt as a form. */
@WebServlet(
        urlPatterns = {ImagesServlet.GENERATIONS, ImagesServlet.EDITS},
        asyncSupported = true)
@MultipartConfig(fileSizeThreshold = 65_536)
public class ImagesServlet extends OpenAiServlet {

    static final String GENERATIONS = "/v1/images/generations";
    static final String EDITS = "/v1/images/edits";

    private static final long serialVersionUID = 1L;
    private static final int LONGEST_FIELD = 16_384;

    private final transient PictureAccess access;
    private final transient PicturePainter painter;
    private final transient PictureModel model;
    private final transient InstantSource clock;

    @Inject
    public ImagesServlet(PictureAccess access, PicturePainter painter, PictureModel model, InstantSource clock) {
        super(List.of("POST"));
        this.access = access;
        this.painter = painter;
        this.model = model;
        this.clock = clock;
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        PictureCredentials.require(access, request);
        String address = access.count(request.getRemoteAddr());
        PictureWish wish = request.getServletPath().equals(EDITS) ? edit(request) : generation(request);
        PicturePeer.await(
                request,
                painter.paint(address, wish),
                (answer, painted) -> {
                    answer.setContentType("application/json");
                    Json.mapper()
                            .writeValue(
                                    answer.getOutputStream(), ImagesAnswer.of(painted, wish.format(), clock.instant()));
                },
                this::refuse);
    }

    private PictureWish generation(HttpServletRequest request) throws IOException {
        byte[] body = request.getInputStream().readNBytes(BodyLimits.OTHERS);
        ObjectNode fields =
                Json.read(new String(body, StandardCharsets.UTF_8), ObjectNode.class, ApiError.REQUEST_INVALID);
        return ImagesRequest.read(fields, Optional.empty(), model.names());
    }

    private PictureWish edit(HttpServletRequest request) throws IOException {
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        byte @Nullable [] image = null;
        byte @Nullable [] mask = null;
        for (Part part : parts(request)) {
            switch (part.getName()) {
                case "image", "image[]" -> image = onlyOne(image, part);
                case "mask" -> mask = bytes(part, OriginalReader.MAX_BYTES);
                default -> fields.put(part.getName(), new String(bytes(part, LONGEST_FIELD), StandardCharsets.UTF_8));
            }
        }
        if (image == null) {
            throw new OpenAiRefusal("image", ApiError.REQUEST_INVALID, "The form has no image.");
        }
        Original original = ImagesRequest.original(image, Optional.ofNullable(mask));
        return ImagesRequest.read(fields, Optional.of(original), model.names());
    }

    private static byte[] onlyOne(byte @Nullable [] before, Part part) throws IOException {
        if (before != null) {
            throw new OpenAiRefusal("image", ApiError.REQUEST_INVALID, "One image is repainted, not several.");
        }
        return bytes(part, OriginalReader.MAX_BYTES);
    }

    private static Iterable<Part> parts(HttpServletRequest request) throws IOException {
        try {
            return request.getParts();
        } catch (ServletException e) {
            throw new RequestException(ApiError.REQUEST_INVALID, "The body must be multipart/form-data.");
        } catch (IllegalStateException e) {
            // The container's word for more than it takes.
            throw new RequestException(ApiError.MESSAGE_TOO_LARGE, "The form is too large.");
        } catch (IOException e) {
            throw brokenOff(e);
        } catch (RuntimeException e) {
            // The container wraps what it meets while it reads a form.
            throw e.getCause() instanceof IOException io ? brokenOff(io) : e;
        }
    }

    private static RequestException brokenOff(IOException e) {
        return new RequestException(ApiError.REQUEST_INVALID, "The form did not arrive completely.", e);
    }

    private static byte[] bytes(Part part, int limit) throws IOException {
        if (part.getSize() > limit) {
            throw new OpenAiRefusal(part.getName(), ApiError.REQUEST_INVALID, "At most " + limit + " bytes.");
        }
        try (InputStream in = part.getInputStream()) {
            return in.readAllBytes();
        }
    }
}
