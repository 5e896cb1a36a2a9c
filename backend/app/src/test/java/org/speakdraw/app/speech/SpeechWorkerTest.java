package org.speakdraw.app.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.settings.SpeechAbility;
import org.speakdraw.inference.SpeakDrawException;
import org.speakdraw.inference.onnx.DeviceOptions;
import org.speakdraw.inference.speech.SpeechOptions;
import org.speakdraw.inference.speech.Transcript;
import org.speakdraw.inference.speech.Whisper;

/** With the model that comes with the checkout: what goes wrong ends what it happens to, and nothing else. */
@Timeout(60)
class SpeechWorkerTest {

    private static final int MAX_FILES = 12;

    private final SpeechAbility ability = new SpeechAbility();
    private final SpeechConfig config = config(Path.of("../../models/whisper"));
    private final SpeechWorker worker =
            new SpeechWorker(config, ability, Thread::new, new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));

    /** A job of one step; tells how it ended. */
    private static final class Job implements SpeechJob {

        private final Predicate<Whisper> work;
        private final BlockingQueue<String> outcome = new LinkedBlockingQueue<>();

        Job(Predicate<Whisper> work) {
            this.work = work;
        }

        @Override
        public Object speaker() {
            return this;
        }

        @Override
        public boolean step(Whisper whisper) {
            boolean more = work.test(whisper);
            outcome.add("done");
            return more;
        }

        @Override
        public void failed(SpeakDrawException reason) {
            outcome.add(reason.code().id());
        }
    }

    /** Waits for a file's text. */
    private static final class Caller implements FileTranscriptions.Listener {

        private final BlockingQueue<String> outcome = new LinkedBlockingQueue<>();
        private volatile boolean gone;

        @Override
        public void progress(Transcript soFar) {}

        @Override
        public void done(Transcript transcript) {
            outcome.add("done");
        }

        @Override
        public void failed(SpeakDrawException reason) {
            outcome.add(reason.code().id());
        }

        @Override
        public boolean gone() {
            return gone;
        }
    }

    @BeforeEach
    void start() {
        worker.start(this);
        await(() -> worker.health().up());
    }

    @AfterEach
    void stop() {
        worker.stop();
    }

    @Test
    void anErrorEndsTheJobAndNotTheThread() throws InterruptedException {
        Job bomb = new Job(whisper -> {
            throw new OutOfMemoryError("as from a decoder");
        });
        Job next = new Job(whisper -> false);
        worker.submit(bomb);
        worker.submit(next);
        assertThat(bomb.outcome.take()).isEqualTo("model-failed");
        assertThat(next.outcome.take()).isEqualTo("done");
        assertThat(worker.health().up()).isTrue();
    }

    @Test
    void survivesSomebodyWhoCannotEvenBeTold() throws InterruptedException {
        worker.submit(new SpeechJob() {
            @Override
            public Object speaker() {
                return this;
            }

            @Override
            public boolean step(Whisper whisper) {
                throw new StackOverflowError();
            }

            @Override
            public void failed(SpeakDrawException reason) {
                throw new OutOfMemoryError();
            }
        });
        Job next = new Job(whisper -> false);
        worker.submit(next);
        assertThat(next.outcome.take()).isEqualTo("done");
    }

    @Test
    void aThreadThatHasEndedIsStartedAgainAndDoesWhatWaited() throws InterruptedException {
        worker.submit(new Job(whisper -> {
            Thread.currentThread().interrupt();
            return false;
        }));
        await(() -> !worker.health().up());
        assertThat(worker.health().required()).as("pictures go on").isFalse();
        assertThat(worker.health().detail()).contains("being started again");
        assertThatThrownBy(() -> worker.require(""))
                .isInstanceOfSatisfying(
                        RequestException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ApiError.SPEECH_UNAVAILABLE));
        Job waiting = new Job(whisper -> false);
        worker.submit(waiting);
        await(() -> {
            worker.restartIfEnded();
            return worker.health().up();
        });
        assertThat(waiting.outcome.take()).isEqualTo("done");
    }

    @Test
    void sixFilesOfOneAddressAreTakenAndTheQueueIsSharedBetweenAddresses() throws InterruptedException {
        FileTranscriptions files = new FileTranscriptions(worker, config);
        CountDownLatch open = new CountDownLatch(1);
        Job gate = new Job(whisper -> {
            awaitUninterruptibly(open);
            return false;
        });
        worker.submit(gate);
        List<Caller> callers = new ArrayList<>();
        for (int i = 0; i < MAX_FILES / 2; i++) {
            callers.add(submit(files, "library", new byte[] {1}));
        }
        assertThatThrownBy(() -> submit(files, "library", new byte[] {1}))
                .isInstanceOfSatisfying(RequestException.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo(ApiError.SPEECH_BUSY);
                    assertThat(refusal.retryAfter()).isPresent();
                });
        callers.add(submit(files, "reader", new byte[] {1}));
        callers.get(0).gone = true;
        open.countDown();
        assertThat(callers.get(MAX_FILES / 2).outcome.take()).isEqualTo("audio-unsupported");
        for (Caller caller : callers.subList(1, MAX_FILES / 2)) {
            assertThat(caller.outcome.take()).isEqualTo("audio-unsupported");
        }
        for (int i = 0; i < MAX_FILES / 2; i++) {
            submit(files, "library", new byte[] {1});
        }
        files.close();
    }

    @Test
    void aFileWhoseBytesThrowAnErrorGivesItsPlaceBack() throws InterruptedException {
        FileTranscriptions files = new FileTranscriptions(worker, config);
        for (int i = 0; i < 2 * MAX_FILES; i++) {
            Caller caller = new Caller();
            files.submit(
                    "library",
                    () -> {
                        throw new OutOfMemoryError();
                    },
                    SpeechOptions.quick(),
                    caller);
            assertThat(caller.outcome.take()).isEqualTo("model-failed");
        }
        files.close();
    }

    private static Caller submit(FileTranscriptions files, String address, byte[] bytes) {
        Caller caller = new Caller();
        files.submit(address, () -> bytes, SpeechOptions.quick(), caller);
        return caller;
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Fails by the test's time limit. */
    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }

    static SpeechConfig config(Path folder) {
        return new SpeechConfig(
                folder,
                DeviceOptions.parse("cpu", 1, 0, false, Path.of("engines")),
                4,
                1,
                0.5,
                4,
                MAX_FILES,
                1 << 20,
                60,
                300);
    }
}
