package org.speakdraw.app.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.speakdraw.app.settings.SpeechAbility;
import org.speakdraw.inference.SpeakDrawException;
import org.speakdraw.inference.audio.AudioDecoder;
import org.speakdraw.inference.speech.SpeechTask;
import org.speakdraw.inference.speech.Transcript;

/** With the model that comes with the checkout: those who wait for a file's text get it a sentence at a time. */
@Timeout(120)
class CertainTextTest {

    private static final Path CLIPS = Path.of("../inference/src/test/resources/org/speakdraw/inference/speech");

    private final SpeechConfig config = SpeechWorkerTest.config(Path.of("../../models/whisper"));
    private final SpeechWorker worker = new SpeechWorker(
            config, new SpeechAbility(), Thread::new, new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
    private final FileTranscriptions files = new FileTranscriptions(worker, config, Thread::new);

    /** Notes what it is told, and after how many runs of a network. */
    private static final class Caller implements FileTranscription.Listener {

        private final AtomicInteger runs = new AtomicInteger();
        private final List<String> certain = new ArrayList<>();
        private final List<Integer> after = new ArrayList<>();
        private final CompletableFuture<Transcript> whole = new CompletableFuture<>();

        @Override
        public void progress(String text) {
            certain.add(text);
            after.add(runs.get());
        }

        @Override
        public void done(Transcript transcript) {
            whole.complete(transcript);
        }

        @Override
        public void failed(SpeakDrawException reason) {
            whole.completeExceptionally(reason);
        }

        /** Asked before each run. */
        @Override
        public boolean gone() {
            runs.incrementAndGet();
            return false;
        }
    }

    @BeforeEach
    void start() {
        worker.start(this);
        await().forever().until(() -> worker.health().up());
    }

    @AfterEach
    void stop() {
        files.close();
        worker.stop();
    }

    @Test
    void aWindowsSentencesAreToldOneByOneAndNeverTakenBack() throws Exception {
        Caller caller = new Caller();
        TranscriptionRequest wanted =
                TranscriptionRequest.of(SpeechTask.TRANSCRIBE, Map.of("stream", "true"), Set.of());
        files.submit("library", CertainTextTest::fourSentences, wanted.options(), caller);
        String text = caller.whole.get().text();
        assertThat(text).containsIgnoringCase("apple").containsIgnoringCase("castle");
        assertThat(caller.certain)
                .hasSizeGreaterThan(2)
                .allSatisfy(part -> assertThat(text).startsWith(part));
        assertThat(caller.certain).isSortedAccordingTo((one, other) -> one.length() - other.length());
        assertThat(caller.certain.get(caller.certain.size() - 1)).isEqualTo(text);
        assertThat(caller.after.get(0))
                .as("runs before the first sentence, of %s", caller.runs)
                .isLessThan(caller.runs.get() / 2);
    }

    /** Well below the 30 s of a window, with pauses between. */
    private static byte[] fourSentences() throws IOException {
        int rate = 16_000;
        ByteBuffer samples = ByteBuffer.allocate(2 * 30 * rate).order(ByteOrder.LITTLE_ENDIAN);
        try (AudioDecoder decoder = new AudioDecoder()) {
            for (int number = 1; number <= 4; number++) {
                float[] sentence = decoder.decode(Files.readAllBytes(CLIPS.resolve("en-" + number + ".ogg")), 30)
                        .samples();
                for (float sample : sentence) {
                    samples.putShort((short) (32_767 * sample));
                }
                samples.position(samples.position() + rate);
            }
        }
        int size = samples.position();
        return ByteBuffer.allocate(44 + size)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("RIFF".getBytes(StandardCharsets.US_ASCII))
                .putInt(36 + size)
                .put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII))
                .putInt(16)
                .putShort((short) 1)
                .putShort((short) 1)
                .putInt(rate)
                .putInt(2 * rate)
                .putShort((short) 2)
                .putShort((short) 16)
                .put("data".getBytes(StandardCharsets.US_ASCII))
                .putInt(size)
                .put(samples.flip())
                .array();
    }
}
