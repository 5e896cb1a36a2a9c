package org.speakdraw.app.speech;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.speakdraw.app.openai.OpenAiRefusal;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.inference.speech.SpeechOptions;
import org.speakdraw.inference.speech.SpeechTask;

/**
 * What a caller of OpenAI's audio API asks for.
 *
 * @param times   what is wanted with times, where the format has any
 * @param streams whether the text is wanted as it comes
 */
record TranscriptionRequest(
        SpeechOptions options, TranscriptFormat format, Set<TranscriptFormat.Times> times, boolean streams) {

    /** The one model that is served, under the name that OpenAI's clients use. */
    static final String MODEL = "whisper-1";

    /** Whisper is served under the names of OpenAI's later models, too, since clients have them by default. */
    static final Set<String> MODELS = Set.of(MODEL, "whisper", "gpt-4o-transcribe", "gpt-4o-mini-transcribe");

    private static final int LONGEST_PROMPT = 2000;
    /** Beams double the time and gain nothing that could be measured here. */
    private static final List<Double> TEMPERATURES = List.of(0.0, 0.2, 0.4, 0.6, 0.8, 1.0);

    /**
     * Reads the form.
     *
     * @param task      of the address that was called
     * @param fields    all that is not the file; the last one of a name counts, granularities joined by commas
     * @param languages codes that are supported
     * @throws OpenAiRefusal naming the field
     */
    static TranscriptionRequest of(SpeechTask task, Map<String, String> fields, Set<String> languages) {
        requireModel(fields.getOrDefault("model", MODEL));
        TranscriptFormat format = TranscriptFormat.of(fields.getOrDefault("response_format", "json"))
                .orElseThrow(() -> new OpenAiRefusal(
                        "response_format", ApiError.REQUEST_INVALID, "It is json, text, verbose_json, srt or vtt."));
        Set<TranscriptFormat.Times> times = times(fields.getOrDefault("timestamp_granularities[]", "segment"));
        String prompt = fields.getOrDefault("prompt", "");
        if (prompt.length() > LONGEST_PROMPT) {
            throw new OpenAiRefusal("prompt", ApiError.REQUEST_INVALID, "At most " + LONGEST_PROMPT + " characters.");
        }
        double temperature = temperature(fields.getOrDefault("temperature", "0"));
        SpeechOptions options = SpeechOptions.standard()
                .withLanguage(languageIn(fields, languages))
                .withTask(task)
                .withPrompt(prompt)
                .withWords(format == TranscriptFormat.VERBOSE_JSON && times.contains(TranscriptFormat.Times.WORD))
                .withSearch(1, 5, temperature == 0 ? TEMPERATURES : List.of(temperature));
        boolean streams = task == SpeechTask.TRANSCRIBE
                && fields.getOrDefault("stream", "false").equals("true");
        return new TranscriptionRequest(options, format, times, streams);
    }

    private static Set<TranscriptFormat.Times> times(String granularities) {
        Set<TranscriptFormat.Times> times = EnumSet.noneOf(TranscriptFormat.Times.class);
        for (String granularity : granularities.split(",", -1)) {
            switch (granularity.strip()) {
                case "segment" -> times.add(TranscriptFormat.Times.SEGMENT);
                case "word" -> times.add(TranscriptFormat.Times.WORD);
                default ->
                    throw new OpenAiRefusal(
                            "timestamp_granularities", ApiError.REQUEST_INVALID, "They are segment and word.");
            }
        }
        return times;
    }

    /**
     * The code of the language that is asked for; empty where it is to be detected.
     *
     * @throws OpenAiRefusal when it is not supported
     */
    static String languageIn(Map<String, String> fields, Set<String> languages) {
        String code = LanguageNames.codeOf(fields.getOrDefault("language", ""), languages);
        // Before the model is loaded nothing is supported, and the reason for that says more.
        if (!code.isEmpty() && !languages.isEmpty() && !languages.contains(code)) {
            throw new OpenAiRefusal(
                    "language",
                    ApiError.SPEECH_INVALID,
                    "The language is not supported; it is a code such as \"en\", or a name such as \"english\".");
        }
        return code;
    }

    /** @throws OpenAiRefusal when the model is not the one that is served */
    static void requireModel(String name) {
        if (!MODELS.contains(name)) {
            throw new OpenAiRefusal(
                    "model", ApiError.MODEL_UNKNOWN, "The model is " + MODEL + "; GET /v1/models lists it.");
        }
    }

    private static double temperature(String text) {
        return Optional.of(text)
                .filter(number -> number.matches("[01](\\.\\d{1,6})?"))
                .map(Double::parseDouble)
                .filter(number -> number <= 1)
                .orElseThrow(() ->
                        new OpenAiRefusal("temperature", ApiError.REQUEST_INVALID, "It is a number from 0 to 1."));
    }
}
