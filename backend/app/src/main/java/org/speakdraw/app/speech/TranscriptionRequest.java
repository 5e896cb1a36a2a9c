package org.speakdraw.app.speech;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.inference.speech.SpeechOptions;
import org.speakdraw.inference.speech.SpeechTask;

/**
 * What a caller of OpenAI's audio API asks for.
 *
 * @param streams whether the text is wanted as it comes
 */
record TranscriptionRequest(SpeechOptions options, TranscriptFormat format, boolean streams) {

    /** The one model that is served, under the name that OpenAI's clients use. */
    static final String MODEL = "whisper-1";

    private static final int LONGEST_PROMPT = 2000;
    /** Beams double the time and gain nothing that could be measured here. */
    private static final List<Double> TEMPERATURES = List.of(0.0, 0.2, 0.4, 0.6, 0.8, 1.0);

    /** A refusal that names the field. */
    static final class Refusal extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final String field;
        private final transient RequestException reason;

        private Refusal(String field, String code, String detail) {
            super(detail);
            this.field = field;
            this.reason = new RequestException(code, detail);
        }

        String field() {
            return field;
        }

        RequestException reason() {
            return reason;
        }
    }

    /**
     * Reads the form.
     *
     * @param task   of the address that was called
     * @param fields all that is not the file; the last one of a name counts, granularities joined by commas
     * @throws Refusal naming the field
     */
    static TranscriptionRequest of(SpeechTask task, Map<String, String> fields) {
        String model = fields.getOrDefault("model", MODEL);
        if (!model.equals(MODEL)) {
            throw new Refusal("model", "model-unknown", "The model is " + MODEL + "; GET /v1/models lists it.");
        }
        TranscriptFormat format = TranscriptFormat.of(fields.getOrDefault("response_format", "json"))
                .orElseThrow(() -> new Refusal(
                        "response_format", "request-invalid", "It is json, text, verbose_json, srt or vtt."));
        if (fields.getOrDefault("timestamp_granularities[]", "").contains("word")) {
            throw new Refusal(
                    "timestamp_granularities", "request-invalid", "Segments have times; single words have none here.");
        }
        String prompt = fields.getOrDefault("prompt", "");
        if (prompt.length() > LONGEST_PROMPT) {
            throw new Refusal("prompt", "request-invalid", "At most " + LONGEST_PROMPT + " characters.");
        }
        double temperature = temperature(fields.getOrDefault("temperature", "0"));
        SpeechOptions options = SpeechOptions.standard()
                .withLanguage(fields.getOrDefault("language", "").strip())
                .withTask(task)
                .withPrompt(prompt)
                .withSearch(1, 5, temperature == 0 ? TEMPERATURES : List.of(temperature));
        boolean streams = task == SpeechTask.TRANSCRIBE
                && fields.getOrDefault("stream", "false").equals("true");
        return new TranscriptionRequest(options, format, streams);
    }

    private static double temperature(String text) {
        return Optional.of(text)
                .filter(number -> number.matches("[01](\\.\\d{1,6})?"))
                .map(Double::parseDouble)
                .filter(number -> number <= 1)
                .orElseThrow(() -> new Refusal("temperature", "request-invalid", "It is a number from 0 to 1."));
    }
}
