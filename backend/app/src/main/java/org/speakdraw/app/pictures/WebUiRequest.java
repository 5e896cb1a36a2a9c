package org.speakdraw.app.pictures;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.Optional;
import org.speakdraw.app.pictures.PictureWish.MaskKind;
import org.speakdraw.app.pictures.PictureWish.Original;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.settings.Parameters;
import org.speakdraw.inference.imaging.PictureFormat;

/**
 * What a caller of the web front ends' API asks for. Samplers, schedulers, scripts and the guidance scale are left aside:
 * the bundle knows best how it is sampled. Steps go to the nearest number that there is.
 */
final class WebUiRequest {

    private static final int USUAL_SIDE = 512;
    private static final double USUAL_STRENGTH = 0.75;
    private static final int MAX_FEATHER = 64;
    private static final double MAX_SEED = 0xFFFF_FFFFL;

    private WebUiRequest() {}

    /**
     * Reads the body.
     *
     * @param repaints whether there must be a picture that is repainted
     * @param modelId  the one model that there is
     * @throws RequestException {@code request-invalid}, {@code model-unknown}
     */
    static PictureWish read(ObjectNode body, boolean repaints, String modelId) {
        requireModel(body.at("/override_settings/sd_model_checkpoint"), modelId);
        ObjectNode settings = JsonNodeFactory.instance.objectNode();
        settings.set(Parameters.PROMPT.id(), body.path("prompt"));
        settings.set(Parameters.NEGATIVE_PROMPT.id(), body.path("negative_prompt"));
        settings.set(Parameters.STEPS.id(), body.path("steps"));
        settings.put(Parameters.STRENGTH.id(), number(body, "denoising_strength", USUAL_STRENGTH));
        double seed = number(body, "seed", -1);
        return new PictureWish(
                settings,
                Optional.of(new PictureSize(side(body, "width"), side(body, "height"))),
                (int) Math.min(PictureWish.MAX_COUNT + 1.0, number(body, "batch_size", 1) * number(body, "n_iter", 1)),
                seed >= 0 ? Optional.of((long) Math.min(MAX_SEED, seed)) : Optional.empty(),
                repaints ? Optional.of(original(body)) : Optional.empty(),
                PictureFormat.PNG,
                100);
    }

    /**
     * Refuses to be told to take another model.
     *
     * @throws RequestException {@code model-unknown}
     */
    static void requireModel(JsonNode name, String modelId) {
        if (name.isTextual() && !name.textValue().isBlank() && !name.textValue().equals(modelId)) {
            throw new RequestException(
                    ApiError.MODEL_UNKNOWN, "This server paints with " + modelId + " and with nothing else.");
        }
    }

    private static Original original(ObjectNode body) {
        byte[] file = picture(body.path("init_images").path(0))
                .orElseThrow(() -> new RequestException(ApiError.REQUEST_INVALID, "init_images has no picture."));
        boolean inverts = number(body, "inpainting_mask_invert", 0) != 0;
        int feather = (int) Math.max(0, Math.min(MAX_FEATHER, number(body, "mask_blur", 0)));
        return new Original(
                file,
                picture(body.path("mask")),
                inverts ? MaskKind.BLACK : MaskKind.WHITE,
                feather,
                number(body, "resize_mode", 0) == 0);
    }

    /** A file in base64, perhaps as a data URL. */
    private static Optional<byte[]> picture(JsonNode base64) {
        if (!base64.isTextual() || base64.textValue().isEmpty()) {
            return Optional.empty();
        }
        String text = base64.textValue();
        String data = text.startsWith("data:") ? text.substring(text.indexOf(',') + 1) : text;
        try {
            byte[] file = Base64.getDecoder().decode(data.strip());
            if (file.length > OriginalReader.MAX_BYTES) {
                throw new RequestException(
                        ApiError.FRAME_TOO_LARGE, "A picture may have " + OriginalReader.MAX_BYTES + " bytes.");
            }
            return Optional.of(file);
        } catch (IllegalArgumentException e) {
            throw new RequestException(ApiError.REQUEST_INVALID, "A picture is a file in base64.", e);
        }
    }

    private static int side(ObjectNode body, String name) {
        return (int) Math.max(0, Math.min(100_000, number(body, name, USUAL_SIDE)));
    }

    /** What is no number counts as not given. */
    private static double number(ObjectNode body, String name, double usual) {
        JsonNode value = body.path(name);
        double number = value.isNumber() ? value.doubleValue() : usual;
        return Double.isFinite(number) ? number : usual;
    }
}
