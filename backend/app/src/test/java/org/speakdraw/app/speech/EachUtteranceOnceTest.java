package org.speakdraw.app.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.speakdraw.app.settings.SpeechAbility;
import org.speakdraw.inference.SpeakDrawException;
import org.speakdraw.inference.audio.AudioDecoder;
import org.speakdraw.inference.onnx.DeviceOptions;
import org.speakdraw.inference.speech.SpeechTask;

/**
 * What is said once is told once, and says it once: Whisper hears twice what ends early in its context. Utterances of
 * SVOX Pico and the reference's recordings, spoken live in tenths of a second.
 */
@Timeout(120)
class EachUtteranceOnceTest {

    private static final Path CLIPS = Path.of("../inference/src/test/resources/org/speakdraw/inference/speech");
    private static final int SPOKEN = 17;
    /** Two thirds of a second, as the page waits before it takes a pause for the end. */
    private static final byte[] SILENCE = new byte[2 * (Utterance.SAMPLE_RATE * 2 / 3)];

    private static final int CHUNK = 3200;
    private static final SpeechConfig CONFIG = new SpeechConfig(
            Path.of("../../models/whisper"),
            DeviceOptions.parse("cpu", 1, 0, false, Path.of("engines")),
            Set.of("en", "de", "fr", "es"),
            8,
            4,
            0.5,
            30,
            1,
            1 << 20,
            60,
            60);
    private static final SpeechWorker WORKER = new SpeechWorker(
            CONFIG, new SpeechAbility(), Thread::new, new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));

    private final BlockingQueue<LiveSpeech.Understood> complete = new LinkedBlockingQueue<>();
    private final AtomicLong nanos = new AtomicLong();
    private final LiveSpeech speech = new LiveSpeech(
            WORKER,
            CONFIG,
            "school",
            new LiveSpeech.Listener() {
                @Override
                public void understood(LiveSpeech.Understood text) {
                    if (text.complete()) {
                        complete.add(text);
                    }
                }

                @Override
                public void speechRefused(SpeakDrawException reason) {
                    throw new IllegalStateException(reason);
                }
            },
            nanos::get);

    @BeforeAll
    static void load() {
        WORKER.start(WORKER);
        await().forever().until(() -> WORKER.health().up());
    }

    @AfterAll
    static void stop() {
        WORKER.stop();
    }

    /** Skipped under its name where the recordings are not there. */
    @TestFactory
    Stream<DynamicTest> ofTheReference() {
        String named = System.getenv("SPEAKDRAW_GOLDEN");
        Path golden = named == null || named.isBlank() ? Path.of("../../../shared/golden") : Path.of(named);
        return Stream.of("espeak_fox", "goforward", "librivox_0870", "librivox_0930")
                .map(name -> test(golden.resolve("whisper/audio/" + name + ".wav")));
    }

    @TestFactory
    Stream<DynamicTest> ofPico() {
        return IntStream.rangeClosed(1, SPOKEN).mapToObj(number -> test(CLIPS.resolve("en-" + number + ".ogg")));
    }

    private DynamicTest test(Path file) {
        return DynamicTest.dynamicTest(String.valueOf(file.getFileName()), () -> {
            Assumptions.assumeTrue(Files.exists(file), () -> file + " is absent");
            byte[] said = samples(file);
            List<String> texts = new ArrayList<>();
            for (boolean pauses : new boolean[] {true, false}) {
                say(texts.size(), said, pauses);
                LiveSpeech.Understood text = complete.take();
                assertThat(text.utterance()).isEqualTo(texts.size());
                texts.add(text.text());
            }
            // Whatever else waits is done before this one.
            say(texts.size(), SILENCE, false);
            assertThat(complete.take().utterance()).isEqualTo(texts.size());
            assertThat(complete).isEmpty();
            assertThat(texts)
                    .allSatisfy(text -> assertThat(text).isNotEmpty().matches(words -> !twice(words), "says it once"));
        });
    }

    private void say(int number, byte[] said, boolean pauses) {
        speech.start(number, "", "en", "Only me. Everything. More. Less. Undo. Freeze.", SpeechTask.TRANSCRIBE);
        send(said);
        if (pauses) {
            speech.pause(number, said.length / 2);
        }
        send(SILENCE);
        speech.end(number, pauses ? OptionalInt.of(said.length / 2) : OptionalInt.empty());
    }

    private void send(byte[] sound) {
        for (int at = 0; at < sound.length; at += CHUNK) {
            speech.sound(Arrays.copyOfRange(sound, at, Math.min(sound.length, at + CHUNK)), 0);
            nanos.addAndGet(100_000_000);
        }
    }

    /** Whether its second half says what its first half does. */
    private static boolean twice(String text) {
        List<String> words = List.of(text.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}']+", " ")
                .strip()
                .split(" "));
        int half = words.size() / 2;
        return words.size() % 2 == 0 && words.subList(0, half).equals(words.subList(half, words.size()));
    }

    private static byte[] samples(Path file) throws IOException {
        try (AudioDecoder decoder = new AudioDecoder()) {
            float[] samples = decoder.decode(Files.readAllBytes(file), 30).samples();
            ByteBuffer bytes = ByteBuffer.allocate(2 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
            for (float sample : samples) {
                bytes.putShort((short) Math.round(sample * Short.MAX_VALUE));
            }
            return bytes.array();
        }
    }
}
