package org.speakdraw.app.pictures;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.speakdraw.app.openai.OpenAiRefusal;
import org.speakdraw.app.pictures.PictureWish.MaskKind;
import org.speakdraw.app.pictures.PictureWish.Original;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.settings.Parameters;
import org.speakdraw.inference.imaging.PictureFormat;

/** What a caller of OpenAI's images API asks for; whatever OpenAI has and this server has not is left aside. */
final class ImagesRequest {

    private static final int BEST = 100;
    private static final double MAX_SEED = 0xFFFF_FFFFL;
    /** Of ours, for those who know them. */
    private static final List<String> SETTINGS = List.of(
            Parameters.PROMPT.id(),
            Parameters.NEGATIVE_PROMPT.id(),
            Parameters.STRENGTH.id(),
            Parameters.STEPS.id(),
            Parameters.T_INDEX_LIST.id(),
            Parameters.CFG_TYPE.id(),
            Parameters.GUIDANCE_SCALE.id(),
            Parameters.DELTA.id());

    private ImagesRequest() {}

    /**
     * Reads the fields of a request.
     *
     * @param fields   of JSON, or of a form, where all are texts
     * @param original what is to be repainted
     * @param models   names by which the model may be asked for
     * @throws OpenAiRefusal naming the field
     */
    static PictureWish read(ObjectNode fields, Optional<Original> original, Set<String> models) {
        JsonNode prompt = fields.path("prompt");
        if (!prompt.isTextual() || prompt.textValue().isBlank()) {
            throw refusal("prompt", "A prompt is needed.");
        }
        requireServed(fields, models);
        double quality = number(fields, "output_compression", 0, BEST).orElse((double) BEST);
        try {
            return new PictureWish(
                    fields.deepCopy().retain(SETTINGS),
                    size(fields.path("size")),
                    number(fields, "n", 1, PictureWish.MAX_COUNT).orElse(1.0).intValue(),
                    number(fields, Parameters.SEED.id(), 0, MAX_SEED).map(Double::longValue),
                    original,
                    format(fields.path("output_format")),
                    Math.max(1, (int) quality));
        } catch (RequestException e) {
            throw refusal("size", String.valueOf(e.getMessage()));
        }
    }

    private static void requireServed(ObjectNode fields, Set<String> models) {
        JsonNode model = fields.path("model");
        if (given(model) && !models.contains(model.asText())) {
            throw new OpenAiRefusal(
                    "model", ApiError.MODEL_UNKNOWN, "There is no such model for pictures; GET /v1/models lists it.");
        }
        JsonNode answer = fields.path("response_format");
        if (given(answer) && !answer.asText().equals("b64_json")) {
            throw refusal("response_format", "It is b64_json: pictures are kept nowhere, so they have no address.");
        }
        if (fields.path("stream").asText().equals("true")) {
            throw refusal("stream", "Pictures are sent when they are done.");
        }
    }

    private static Optional<PictureSize> size(JsonNode size) {
        return given(size) && !size.asText().equals("auto")
                ? Optional.of(PictureSize.read(size.asText()))
                : Optional.empty();
    }

    private static PictureFormat format(JsonNode format) {
        if (!given(format)) {
            return PictureFormat.PNG;
        }
        for (PictureFormat known : PictureFormat.values()) {
            if (known.id().equals(format.asText())) {
                return known;
            }
        }
        throw refusal("output_format", "It is png, jpeg or webp.");
    }

    /** A whole number, or a text that is one. */
    private static Optional<Double> number(ObjectNode fields, String name, double min, double max) {
        JsonNode value = fields.path(name);
        if (!given(value)) {
            return Optional.empty();
        }
        double number = value.isNumber() || value.asText().matches("\\d{1,10}") ? value.asDouble() : Double.NaN;
        if (!(number >= min && number <= max) || number != Math.rint(number)) {
            throw refusal(name, "It is a whole number from " + (long) min + " to " + (long) max + ".");
        }
        return Optional.of(number);
    }

    private static boolean given(JsonNode value) {
        return !value.isMissingNode()
                && !value.isNull()
                && !(value.isTextual() && value.textValue().isBlank());
    }

    /** The picture of a form, with the part of it that is repainted. */
    static Original original(byte[] image, Optional<byte[]> mask) {
        return new Original(image, mask, MaskKind.TRANSPARENT, 0, false);
    }

    private static OpenAiRefusal refusal(String field, String detail) {
        return new OpenAiRefusal(field, ApiError.REQUEST_INVALID, detail);
    }
}
