package org.speakdraw.app.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.openai.OpenAiRefusal;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.Json;
import org.speakdraw.app.speech.TranscriptFormat.Times;
import org.speakdraw.inference.speech.SpeechSegment;
import org.speakdraw.inference.speech.SpeechTask;
import org.speakdraw.inference.speech.SpeechWord;
import org.speakdraw.inference.speech.Transcript;

/** Letter by letter as OpenAI's clients read it. */
class OpenAiShapesTest {

    private static final Set<String> LANGUAGES = Set.of("en", "fr");
    private static final String USAGE = "\"usage\":{\"type\":\"duration\",\"seconds\":3}";
    private static final Transcript TRANSCRIPT = new Transcript(
            "A fox --> \"here\".",
            "en",
            "",
            2.5,
            List.of(new SpeechSegment(
                    0.5,
                    2.25,
                    " A fox --> \"here\".",
                    List.of(317, 21831),
                    List.of(new SpeechWord(" A", 0.5, 0.7126)),
                    0.2,
                    -0.25,
                    1.5,
                    0.125)));

    @Test
    void writesTranscriptsInAllFormats() {
        assertThat(write(TranscriptFormat.JSON)).isEqualTo("{\"text\":\"A fox --> \\\"here\\\".\"," + USAGE + "}");
        assertThat(write(TranscriptFormat.TEXT)).isEqualTo("A fox --> \"here\".\n");
        assertThat(write(TranscriptFormat.VERBOSE_JSON, Times.SEGMENT))
                .isEqualTo("{\"task\":\"transcribe\",\"language\":\"english\",\"duration\":2.5,"
                        + "\"text\":\"A fox --> \\\"here\\\".\",\"segments\":[{\"id\":0,\"seek\":50,\"start\":0.5,"
                        + "\"end\":2.25,\"text\":\" A fox --> \\\"here\\\".\",\"tokens\":[317,21831],"
                        + "\"temperature\":0.2,\"avg_logprob\":-0.25,\"compression_ratio\":1.5,"
                        + "\"no_speech_prob\":0.125}]," + USAGE + "}");
        assertThat(write(TranscriptFormat.VERBOSE_JSON, Times.WORD))
                .endsWith("\"words\":[{\"word\":\" A\",\"start\":0.5,\"end\":0.713}]," + USAGE + "}")
                .doesNotContain("segments");
        assertThat(write(TranscriptFormat.SRT)).isEqualTo("1\n00:00:00,500 --> 00:00:02,250\nA fox -> \"here\".\n\n");
        assertThat(write(TranscriptFormat.VTT))
                .isEqualTo("WEBVTT\n\n00:00:00.500 --> 00:00:02.250\nA fox -> \"here\".\n\n");
    }

    @Test
    void writesEventsWithTheirType() {
        assertThat(Json.write(new TranscriptEvent.Delta(" fox")))
                .isEqualTo("{\"type\":\"transcript.text.delta\",\"delta\":\" fox\"}");
        assertThat(Json.write(new TranscriptEvent.Done("A fox")))
                .isEqualTo("{\"type\":\"transcript.text.done\",\"text\":\"A fox\"}");
    }

    @Test
    void readsWhatClientsAskFor() {
        TranscriptionRequest request = request(Map.of("model", "gpt-4o-transcribe", "language", "en-US"));
        assertThat(request.options().language()).isEqualTo("en");
        assertThat(request(Map.of()).options().language()).isEmpty();
        assertThatThrownBy(() -> request(Map.of("language", "klingon")))
                .isInstanceOfSatisfying(
                        OpenAiRefusal.class,
                        refusal -> assertThat(refusal.field()).isEqualTo("language"));
        assertThatThrownBy(() -> request(Map.of("model", "gpt-9")))
                .isInstanceOfSatisfying(
                        OpenAiRefusal.class,
                        refusal -> assertThat(refusal.reason().code()).isEqualTo(ApiError.MODEL_UNKNOWN));
    }

    private static TranscriptionRequest request(Map<String, String> fields) {
        return TranscriptionRequest.of(SpeechTask.TRANSCRIBE, fields, LANGUAGES);
    }

    private static String write(TranscriptFormat format, Times... times) {
        return format.write(TRANSCRIPT, SpeechTask.TRANSCRIBE, Set.of(times));
    }
}
