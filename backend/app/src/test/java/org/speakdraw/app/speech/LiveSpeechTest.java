package org.speakdraw.app.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.speakdraw.app.settings.SpeechAbility;
import org.speakdraw.inference.SpeakDrawException;
import org.speakdraw.inference.audio.AudioDecoder;
import org.speakdraw.inference.onnx.DeviceOptions;
import org.speakdraw.inference.speech.DecodingControl;
import org.speakdraw.inference.speech.SpeechRecogniser;
import org.speakdraw.inference.speech.SpeechTask;

/**
 * With the model that comes with the checkout. Somebody says "Please paint a green house with a garden", which takes
 * 2.9 s.
 */
@Timeout(60)
class LiveSpeechTest {

    private static final Path CLIPS = Path.of("../inference/src/test/resources/org/speakdraw/inference");
    private static final int MAX_WAITING = 2;
    private static final int LONGEST_SECONDS = 4;
    /** A tenth of a second. */
    private static final int CHUNK = 3200;

    private static final PrometheusMeterRegistry METERS = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private static final SpeechConfig CONFIG = config(Path.of("../../models/whisper"));
    private static final SpeechAbility ABILITY = new SpeechAbility();
    private static final SpeechWorker WORKER = new SpeechWorker(CONFIG, ABILITY, Thread::new, METERS);
    private static byte[] garden = {};

    private final AtomicLong nanos = new AtomicLong();
    private final Client client = new Client();
    private final LiveSpeech speech = new LiveSpeech(WORKER, CONFIG, "school", client, nanos::get);

    /** Keeps what it is told: texts and refusals. */
    private static final class Client implements LiveSpeech.Listener {

        private final BlockingQueue<Object> told = new LinkedBlockingQueue<>();

        @Override
        public void understood(LiveSpeech.Understood text) {
            told.add(text);
        }

        @Override
        public void speechRefused(SpeakDrawException reason) {
            told.add(reason.code().id());
        }

        LiveSpeech.Understood text() throws InterruptedException {
            return (LiveSpeech.Understood) told.take();
        }

        LiveSpeech.Understood lastText() throws InterruptedException {
            LiveSpeech.Understood text = text();
            while (!text.complete()) {
                text = text();
            }
            return text;
        }
    }

    /** Keeps the worker busy until it is let go. */
    private static final class Gate implements SpeechJob {

        private final CountDownLatch entered = new CountDownLatch(1);
        private final CountDownLatch open = new CountDownLatch(1);

        @Override
        public String address() {
            return "gate " + System.identityHashCode(this);
        }

        @Override
        public Object speaker() {
            return this;
        }

        @Override
        public boolean step(SpeechRecogniser recogniser, DecodingControl control) {
            entered.countDown();
            try {
                open.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return false;
        }

        @Override
        public void failed(SpeakDrawException reason) {
            open.countDown();
        }
    }

    @BeforeAll
    static void load() throws Exception {
        garden = samples("audio/garden.flac");
        start(WORKER);
    }

    @AfterAll
    static void stop() {
        WORKER.stop();
    }

    @Test
    void tellsWhatWasUnderstoodSoFarAndInTheEnd() throws InterruptedException {
        Gate gate = keepBusy();
        speech.start(7, "", "", "", SpeechTask.TRANSCRIBE);
        for (int at = 0; at < garden.length; at += CHUNK) {
            speech.sound(Arrays.copyOfRange(garden, at, Math.min(garden.length, at + CHUNK)), 0);
            nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(100));
        }
        gate.open.countDown();
        LiveSpeech.Understood first = client.text();
        gate = keepBusy();
        speech.end(7, OptionalInt.empty());
        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(300));
        gate.open.countDown();
        assertThat(first.complete()).isFalse();
        assertThat(first.utterance()).isEqualTo(7);
        assertThat(first.text()).isNotEmpty();
        LiveSpeech.Understood last = client.lastText();
        assertThat(last.text()).contains("house with a garden");
        assertThat(last.language()).isEqualTo("en");
        assertThat(last.tookMillis()).isEqualTo(300);
        awaitWorker();
        assertThat(client.told).as("nothing after the final text").isEmpty();
    }

    /** "Une maison verte avec un grand jardin." */
    @Test
    void translatesWhatIsSaidInAnotherLanguage() throws Exception {
        speech.start(8, "", "", "", SpeechTask.TRANSLATE);
        speech.sound(samples("speech/fr-2.ogg"), 0);
        speech.end(8, OptionalInt.empty());
        LiveSpeech.Understood text = client.lastText();
        assertThat(text.text()).contains("house", "garden");
        assertThat(text.language()).isEqualTo("fr");
    }

    /** "Disegna un gatto nero su un tetto rosso." */
    @Test
    void whatIsSaidInALanguageOfNobodyHereIsNoTextUnlessItIsAskedForOrTranslated() throws Exception {
        byte[] italian = samples("speech/it-1.ogg");
        speech.start(1, "", "en", "", SpeechTask.TRANSCRIBE);
        speech.sound(italian, 0);
        speech.end(1, OptionalInt.empty());
        LiveSpeech.Understood foreign = client.lastText();
        assertThat(foreign.text()).isEmpty();
        assertThat(foreign.language()).as("so that its client can say why").isEqualTo("it");
        speech.start(2, "it", "", "", SpeechTask.TRANSCRIBE);
        speech.sound(italian, 0);
        speech.end(2, OptionalInt.empty());
        assertThat(client.lastText().text()).contains("gatto");
        speech.start(3, "", "en", "", SpeechTask.TRANSLATE);
        speech.sound(italian, 0);
        speech.end(3, OptionalInt.empty());
        assertThat(client.lastText().text()).isNotEmpty();
    }

    @Test
    void givesTheTextThatWasPreparedInThePauseWithoutListeningAgain() throws InterruptedException {
        int samples = garden.length / 2;
        speech.start(1, "en", "", "", SpeechTask.TRANSCRIBE);
        speech.sound(garden, 0);
        speech.pause(1, samples);
        LiveSpeech.Understood prepared = client.text();
        assertThat(prepared.complete()).isFalse();
        long listened = stepsOnceIdle();
        speech.sound(new byte[CHUNK], 0);
        speech.end(1, OptionalInt.of(samples));
        LiveSpeech.Understood last = client.text();
        assertThat(last.complete()).isTrue();
        assertThat(last.text()).isEqualTo(prepared.text()).contains("house with a garden");
        assertThat(stepsOnceIdle() - listened)
                .as("no step but that of the first gate")
                .isEqualTo(1);
    }

    /** "Ein roter Apfel auf einem Tisch aus Holz.", and its beginning. */
    @Test
    void tellsInThePauseWhetherItSoundsFinished() throws Exception {
        byte[] apple = samples("speech/de-6.ogg");
        int end = apple.length / 2;
        speech.start(1, "de", "", "", SpeechTask.TRANSCRIBE);
        speech.sound(apple, 0);
        speech.pause(1, end);
        LiveSpeech.Understood prepared = client.text();
        assertThat(prepared.complete()).isFalse();
        assertThat(prepared.finished()).as("too early to tell").isFalse();
        assertThat(prepared.samples()).isEqualTo(end);
        assertThat(prepared.confidence()).isBetween(0.5, 1.0);
        awaitWorker();
        assertThat(client.told).isEmpty();
        speech.sound(new byte[2 * CHUNK], 0);
        LiveSpeech.Understood finished = client.text();
        assertThat(finished.finished()).isTrue();
        assertThat(finished.complete()).isFalse();
        assertThat(finished.samples()).isEqualTo(end);
        assertThat(finished.text()).isEqualTo(prepared.text());
        speech.end(1, OptionalInt.of(end));
        LiveSpeech.Understood last = client.text();
        assertThat(last.text()).isEqualTo(prepared.text());
        assertThat(last.complete()).isTrue();
        assertThat(last.finished()).isFalse();
    }

    @Test
    void doesNotTakeABreathForTheEndHoweverLongItIs() throws Exception {
        byte[] apple = samples("speech/de-6.ogg");
        int end = (int) (apple.length / 2 * 0.17);
        speech.start(1, "de", "", "", SpeechTask.TRANSCRIBE);
        speech.sound(Arrays.copyOf(apple, 2 * end), 0);
        speech.pause(1, end);
        awaitWorker();
        for (int i = 0; i < 10; i++) {
            speech.sound(new byte[CHUNK], 0);
            awaitWorker();
        }
        // Of a torn word there may be no text at all.
        assertThat(client.told).noneMatch(told -> ((LiveSpeech.Understood) told).finished());
    }

    /** "Undo.", which alone sounds like "Until". */
    @Test
    void understandsACommandThatItsClientExpects() throws Exception {
        speech.start(1, "", "en", "More. Less. Undo. Redo. Clear.", SpeechTask.TRANSCRIBE);
        speech.sound(samples("speech/undo.ogg"), 0);
        speech.end(1, OptionalInt.empty());
        assertThat(client.lastText().text()).isEqualTo("Undo.");
    }

    @Test
    void doesNotListenAgainWhereOnlySilenceFollowed() throws InterruptedException {
        speech.start(1, "en", "", "", SpeechTask.TRANSCRIBE);
        speech.sound(garden, 0);
        speech.pause(1, garden.length / 2);
        LiveSpeech.Understood prepared = client.text();
        speech.sound(new byte[8 * CHUNK], 0);
        awaitWorker();
        speech.end(1, OptionalInt.empty());
        LiveSpeech.Understood last = client.lastText();
        assertThat(last.text()).isEqualTo(prepared.text());
        // Listening again, with more silence behind it, would change it.
        assertThat(last.confidence()).isEqualTo(prepared.confidence());
        assertThat(last.samples()).isEqualTo(garden.length / 2 + 4 * CHUNK);
    }

    @Test
    void listensAgainWhenThePauseWasNotTheEnd() throws InterruptedException {
        int half = garden.length / 4;
        speech.start(1, "en", "", "", SpeechTask.TRANSCRIBE);
        speech.sound(Arrays.copyOf(garden, 2 * half), 0);
        speech.pause(1, half);
        speech.sound(Arrays.copyOfRange(garden, 2 * half, garden.length), 0);
        speech.end(1, OptionalInt.empty());
        assertThat(client.lastText().text()).contains("house with a garden");
        awaitWorker();
        assertThat(client.told).isEmpty();
    }

    @Test
    void aPauseThatIsOverBeforeItsTurnIsNotListenedTo() throws InterruptedException {
        Gate gate = keepBusy();
        speech.start(1, "en", "", "", SpeechTask.TRANSCRIBE);
        speech.sound(garden, 0);
        speech.pause(1, garden.length / 4);
        speech.pause(1, garden.length / 2);
        gate.open.countDown();
        assertThat(client.text().text()).contains("house with a garden");
        speech.cancel(1);
        awaitWorker();
        assertThat(client.told).isEmpty();
    }

    @Test
    void forgetsWhatIsCancelledAndWhoIsGone() throws InterruptedException {
        Gate gate = keepBusy();
        speech.start(1, "en", "", "", SpeechTask.TRANSCRIBE);
        speech.sound(garden, 0);
        speech.pause(1, garden.length / 2);
        speech.cancel(2);
        speech.cancel(1);
        assertCode("speech-invalid", () -> speech.end(1, OptionalInt.empty()));
        speech.start(2, "en", "", "", SpeechTask.TRANSCRIBE);
        speech.sound(garden, 0);
        speech.pause(2, garden.length / 2);
        long listened = steps();
        speech.close();
        gate.open.countDown();
        awaitWorker();
        assertThat(client.told).isEmpty();
        assertThat(stepsOnceIdle() - listened)
                .as("no step but that of the gates")
                .isEqualTo(2);
    }

    @Test
    void endsWhatIsTooLongAndKeepsNoMoreOfIt() throws InterruptedException {
        speech.start(3, "en", "", "", SpeechTask.TRANSCRIBE);
        speech.sound(garden, 0);
        speech.sound(new byte[LONGEST_SECONDS * 32_000], 0);
        Object first = client.told.take();
        assertThat(first).isEqualTo("speech-too-long");
        assertThat(client.lastText().text()).contains("house with a garden");
        assertThatCode(() -> speech.sound(garden, 0))
                .as("the client may not know yet")
                .doesNotThrowAnyException();
        assertThatCode(() -> speech.end(3, OptionalInt.empty())).doesNotThrowAnyException();
        awaitWorker();
        assertThat(client.told).isEmpty();

        Utterance utterance = new Utterance(1, "en", "", "", SpeechTask.TRANSCRIBE, LONGEST_SECONDS);
        assertThat(utterance.add(new byte[LONGEST_SECONDS * 32_000 + 2], 0)).isFalse();
        assertThat(utterance.count()).isEqualTo(LONGEST_SECONDS * Utterance.SAMPLE_RATE);
        assertThat(utterance.clip(OptionalInt.empty()).seconds()).isEqualTo(LONGEST_SECONDS);
    }

    @Test
    void refusesWhatMakesNoSense() {
        assertCode("speech-invalid", () -> speech.start(1, "xx", "", "", SpeechTask.TRANSCRIBE));
        assertCode("speech-invalid", () -> speech.sound(new byte[CHUNK], 0));
        assertThatCode(() -> speech.sound(new byte[CHUNK], 0))
                .as("complains once a second")
                .doesNotThrowAnyException();
        speech.start(1, "en", "", "", SpeechTask.TRANSCRIBE);
        assertCode("speech-invalid", () -> speech.sound(new byte[3], 0));
        assertCode("speech-invalid", () -> speech.end(1, OptionalInt.empty()));
    }

    @Test
    void saysWhenTooManySpeakAndEverybodyWhoWasTakenInIsHeard() throws InterruptedException {
        Gate gate = keepBusy();
        Client[] clients = new Client[MAX_WAITING];
        for (int i = 0; i < clients.length; i++) {
            clients[i] = new Client();
            LiveSpeech each = new LiveSpeech(WORKER, CONFIG, "home " + i, clients[i], nanos::get);
            each.start(i, "en", "", "", SpeechTask.TRANSCRIBE);
            each.sound(garden, 0);
            each.end(i, OptionalInt.empty());
        }
        assertCode("speech-busy", () -> speech.start(1, "en", "", "", SpeechTask.TRANSCRIBE));
        gate.open.countDown();
        for (Client each : clients) {
            assertThat(each.lastText().text()).contains("house with a garden");
        }
        assertThatCode(() -> speech.start(2, "en", "", "", SpeechTask.TRANSCRIBE))
                .doesNotThrowAnyException();
    }

    @Test
    void saysThatThereIsNoModel() {
        SpeechAbility ability = new SpeechAbility();
        SpeechConfig nowhere = config(Path.of("nowhere"));
        SpeechWorker worker = new SpeechWorker(nowhere, ability, Thread::new, METERS);
        LiveSpeech early = new LiveSpeech(worker, nowhere, "school", client, nanos::get);
        assertCode("speech-unavailable", () -> early.start(1, "", "", "", SpeechTask.TRANSCRIBE));
        worker.start(this);
        await().forever().until(() -> worker.health().detail().contains("no speech model"));
        assertCode("speech-unavailable", () -> early.start(1, "", "", "", SpeechTask.TRANSCRIBE));
        worker.stop();
    }

    private static SpeechConfig config(Path folder) {
        return new SpeechConfig(
                folder,
                DeviceOptions.parse("cpu", 1, 0, false, Path.of("engines")),
                Set.of("en", "de", "fr"),
                MAX_WAITING,
                1,
                0.5,
                LONGEST_SECONDS,
                1,
                1 << 20,
                60,
                60);
    }

    /** Signed 16-bit little-endian at 16 kHz, as clients send it. */
    private static byte[] samples(String clip) throws IOException {
        try (AudioDecoder decoder = new AudioDecoder()) {
            float[] samples =
                    decoder.decode(Files.readAllBytes(CLIPS.resolve(clip)), 30).samples();
            ByteBuffer bytes = ByteBuffer.allocate(2 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
            for (float sample : samples) {
                bytes.putShort((short) Math.round(sample * Short.MAX_VALUE));
            }
            return bytes.array();
        }
    }

    private static void start(SpeechWorker worker) {
        worker.start(worker);
        await().forever().until(() -> worker.health().up());
    }

    private static Gate keepBusy() throws InterruptedException {
        Gate gate = new Gate();
        WORKER.submit(gate);
        gate.entered.await();
        return gate;
    }

    /** Until the worker has done what it had begun, and what waits for more than a partial text. */
    private static void awaitWorker() throws InterruptedException {
        stepsOnceIdle();
    }

    /** How many steps it has done by then, without that of the gate which is put behind them. */
    private static long stepsOnceIdle() throws InterruptedException {
        Gate gate = keepBusy();
        long steps = steps();
        gate.open.countDown();
        return steps;
    }

    private static long steps() {
        return Stream.of("final", "prepared", "partial")
                .map(kind ->
                        METERS.find("speakdraw.speech.step").tag("kind", kind).timer())
                .mapToLong(timer -> Objects.requireNonNull(timer).count())
                .sum();
    }

    private static void assertCode(String code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SpeakDrawException.class, e -> assertThat(e.code().id()).isEqualTo(code));
    }
}
