package org.speakdraw.app.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.settings.SpeechAbility;
import org.speakdraw.inference.AudioClip;
import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.SpeakDrawException;
import org.speakdraw.inference.onnx.DeviceOptions;
import org.speakdraw.inference.speech.DecodingControl;
import org.speakdraw.inference.speech.SpeechOptions;
import org.speakdraw.inference.speech.SpeechRecogniser;
import org.speakdraw.inference.speech.Transcript;

/** With the model that comes with the checkout: what goes wrong ends what it happens to, and nothing else. */
@Timeout(60)
class SpeechWorkerTest {

    private static final int MAX_FILES = 12;

    private final SpeechAbility ability = new SpeechAbility();
    private final SpeechConfig config = config(Path.of("../../models/whisper"));
    private final SpeechWorker worker =
            new SpeechWorker(config, ability, Thread::new, new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));

    /** A job of one step; tells how it ended. */
    private static class Job implements SpeechJob {

        private final Predicate<SpeechRecogniser> work;
        private final BlockingQueue<String> outcome = new LinkedBlockingQueue<>();

        Job(Predicate<SpeechRecogniser> work) {
            this.work = work;
        }

        @Override
        public String address() {
            return "address " + System.identityHashCode(this);
        }

        @Override
        public Object speaker() {
            return this;
        }

        @Override
        public boolean step(SpeechRecogniser recogniser, DecodingControl control) {
            boolean more = work.test(recogniser);
            outcome.add("done");
            return more;
        }

        @Override
        public void failed(SpeakDrawException reason) {
            outcome.add(reason.code().id());
        }
    }

    /** Waits for a file's text. */
    private static class Caller implements FileTranscription.Listener {

        private final BlockingQueue<String> outcome = new LinkedBlockingQueue<>();
        private volatile boolean gone;

        @Override
        public void progress(String certain) {}

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
        await().forever().until(() -> worker.health().up());
    }

    @AfterEach
    void stop() {
        worker.stop();
    }

    @Test
    void anErrorEndsTheJobAndNotTheThread() throws InterruptedException {
        Job bomb = new Job(recogniser -> {
            throw new OutOfMemoryError("as from a decoder");
        });
        Job next = new Job(recogniser -> false);
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
            public String address() {
                return "nowhere";
            }

            @Override
            public Object speaker() {
                return this;
            }

            @Override
            public boolean step(SpeechRecogniser recogniser, DecodingControl control) {
                throw new StackOverflowError();
            }

            @Override
            public void failed(SpeakDrawException reason) {
                throw new OutOfMemoryError();
            }
        });
        Job next = new Job(recogniser -> false);
        worker.submit(next);
        assertThat(next.outcome.take()).isEqualTo("done");
    }

    @Test
    void aThreadThatHasEndedIsStartedAgainAndDoesWhatWaited() throws InterruptedException {
        worker.submit(new Job(recogniser -> {
            Thread.currentThread().interrupt();
            return false;
        }));
        await().forever().until(() -> !worker.health().up());
        assertThat(worker.health().required()).as("pictures go on").isFalse();
        assertThat(worker.health().detail()).contains("being started again");
        assertThatThrownBy(() -> worker.require(""))
                .isInstanceOfSatisfying(
                        RequestException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ApiError.SPEECH_UNAVAILABLE));
        Job waiting = new Job(recogniser -> false);
        worker.submit(waiting);
        await().forever().until(() -> {
            worker.restartIfEnded();
            return worker.health().up();
        });
        assertThat(waiting.outcome.take()).isEqualTo("done");
    }

    @Test
    void aModelThatFailsAgainAndAgainIsLoadedAnew() throws InterruptedException {
        List<SpeechRecogniser> models = new CopyOnWriteArrayList<>();
        Predicate<SpeechRecogniser> failing = recogniser -> {
            models.add(recogniser);
            throw new InferenceException(InferenceError.MODEL_FAILED, "as from a GPU");
        };
        List<Job> jobs = Stream.generate(() -> new Job(failing)).limit(3).toList();
        jobs.forEach(worker::submit);
        for (Job job : jobs) {
            assertThat(job.outcome.take()).isEqualTo("model-failed");
        }
        await().forever().until(() -> worker.health().detail().contains("being started again"));
        Job next = new Job(recogniser -> {
            models.add(recogniser);
            return false;
        });
        worker.submit(next);
        await().forever().until(() -> {
            worker.restartIfEnded();
            return worker.health().up();
        });
        assertThat(next.outcome.take()).isEqualTo("done");
        assertThat(models.subList(0, 3)).containsOnly(models.get(0));
        assertThat(models.get(3)).isNotSameAs(models.get(0));
    }

    @Test
    void soundsThatFailNowAndThenLeaveTheModelAlone() throws InterruptedException {
        List<SpeechRecogniser> models = new CopyOnWriteArrayList<>();
        for (int i = 0; i < 8; i++) {
            boolean good = i % 3 == 2;
            Job job = new Job(recogniser -> {
                models.add(recogniser);
                if (!good) {
                    throw new InferenceException(InferenceError.MODEL_FAILED, "as from a GPU");
                }
                return false;
            });
            worker.submit(job);
            assertThat(job.outcome.take()).isEqualTo(good ? "done" : "model-failed");
        }
        assertThat(models).hasSize(8).containsOnly(models.get(0));
    }

    @Test
    void aThreadThatCannotBeStartedIsTriedAgain() {
        AtomicInteger attempts = new AtomicInteger();
        SpeechWorker poor = new SpeechWorker(
                config,
                new SpeechAbility(),
                task -> switch (attempts.incrementAndGet()) {
                    // Ends at once.
                    case 1 -> new Thread();
                    case 2 -> throw new OutOfMemoryError("unable to create native thread");
                    default -> new Thread(task);
                },
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
        poor.start(this);
        await().forever().until(() -> poor.health().detail().contains("being started again"));
        await().forever().until(() -> {
            poor.restartIfEnded();
            return poor.health().up();
        });
        assertThat(attempts).hasValue(3);
        poor.stop();
    }

    @Test
    void sixFilesOfOneAddressAreTakenAndTheQueueIsSharedBetweenAddresses() throws InterruptedException {
        FileTranscriptions files = new FileTranscriptions(worker, config, Thread::new);
        CountDownLatch open = new CountDownLatch(1);
        Callable<byte[]> slow = () -> {
            open.await();
            return new byte[] {1};
        };
        List<Caller> callers = new ArrayList<>();
        for (int i = 0; i < MAX_FILES / 2; i++) {
            callers.add(submit(files, "library", slow));
        }
        assertThatThrownBy(() -> submit(files, "library", slow))
                .isInstanceOfSatisfying(RequestException.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo(ApiError.SPEECH_BUSY);
                    assertThat(refusal.retryAfter()).isPresent();
                });
        callers.add(submit(files, "reader", slow));
        callers.get(1).gone = true;
        open.countDown();
        for (Caller caller : callers) {
            if (!caller.gone) {
                assertThat(caller.outcome.take()).isEqualTo("audio-unsupported");
            }
        }
        assertThat(callers.get(1).outcome).isEmpty();
        for (int i = 0; i < MAX_FILES / 2; i++) {
            submit(files, "library", () -> new byte[] {1});
        }
        files.close();
    }

    @Test
    void speechIsRecognisedWhileAFileIsDecoded() throws InterruptedException {
        FileTranscriptions files = new FileTranscriptions(worker, config, Thread::new);
        CountDownLatch decoding = new CountDownLatch(1);
        CountDownLatch open = new CountDownLatch(1);
        Caller caller = submit(files, "library", () -> {
            decoding.countDown();
            open.await();
            return new byte[] {1};
        });
        decoding.await();
        Job spoken = new Job(recogniser -> false);
        worker.submit(spoken);
        assertThat(spoken.outcome.take()).isEqualTo("done");
        assertThat(caller.outcome).isEmpty();
        open.countDown();
        assertThat(caller.outcome.take()).isEqualTo("audio-unsupported");
        files.close();
    }

    @Test
    void aPartialTextGivesWayToWhoeverMayHaveSaidAll() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        BlockingQueue<String> ends = new LinkedBlockingQueue<>();
        worker.submitPartial(new Job(recogniser -> false) {
            @Override
            public boolean step(SpeechRecogniser recogniser, DecodingControl control) {
                try {
                    control.beforeRun();
                    begun.countDown();
                    // In the middle of a long run.
                    await().forever().until(() -> control.interruption().isAsked());
                    control.beforeRun();
                    return false;
                } catch (CancellationException e) {
                    ends.add("partial given up");
                    return false;
                }
            }
        });
        begun.await();
        worker.submitPrepared(new Job(recogniser -> {
            ends.add("prepared");
            return false;
        }));
        assertThat(ends.take()).isEqualTo("partial given up");
        assertThat(ends.take()).isEqualTo("prepared");
    }

    /** Each has something of its own to say, in the middle of the file's one window. */
    @Test
    void aSentenceComesInBetweenTwoRunsOfAFilesWindow() throws Exception {
        FileTranscriptions files = new FileTranscriptions(worker, config, Thread::new);
        AudioClip silence = new AudioClip(new float[16_000], 16_000);
        BlockingQueue<String> ends = new LinkedBlockingQueue<>();
        AtomicInteger asked = new AtomicInteger();
        files.submit("library", SpeechWorkerTest::garden, SpeechOptions.quick(), new FileTranscription.Listener() {
            @Override
            public void progress(String certain) {}

            @Override
            public void done(Transcript transcript) {
                ends.add(transcript.text());
            }

            @Override
            public void failed(SpeakDrawException reason) {
                ends.add(reason.code().id());
            }

            @Override
            public boolean gone() {
                // Asked once before decoding, and then before each run of a network.
                if (asked.incrementAndGet() == 5) {
                    worker.submit(new Job(recogniser -> {
                        ends.add("spoken"
                                + recogniser
                                        .transcribe(silence, SpeechOptions.quick())
                                        .text());
                        return false;
                    }));
                    worker.submit(new Job(recogniser -> {
                        throw new OutOfMemoryError("ends neither the file nor the thread");
                    }));
                }
                return false;
            }
        });
        assertThat(ends.take()).isEqualTo("spoken");
        assertThat(ends.take()).contains("house with a garden");
        assertThat(asked).hasValueGreaterThan(6);
        files.close();
    }

    @Test
    void aFileThatNobodyWantsAnyMoreEndsBetweenTwoRuns() throws Exception {
        FileTranscriptions files = new FileTranscriptions(worker, config, Thread::new);
        AtomicInteger asked = new AtomicInteger();
        Caller leaving = new Caller() {
            @Override
            public boolean gone() {
                return asked.incrementAndGet() >= 4;
            }
        };
        files.submit("library", SpeechWorkerTest::garden, SpeechOptions.quick(), leaving);
        Caller next = submit(files, "library", () -> new byte[] {1});
        assertThat(next.outcome.take()).isEqualTo("audio-unsupported");
        assertThat(asked).hasValue(4);
        assertThat(leaving.outcome).isEmpty();
        files.close();
    }

    @Test
    void whatComesAfterTheWorkerHasGivenUpIsRefused() throws InterruptedException {
        worker.stop();
        await().forever().until(() -> ability.state().reason().isPresent());
        Job late = new Job(recogniser -> false);
        worker.submit(late);
        assertThat(late.outcome.take()).isEqualTo("speech-unavailable");
        Job file = new Job(recogniser -> false);
        worker.submitFile(file);
        assertThat(file.outcome.take()).isEqualTo("speech-unavailable");
    }

    @Test
    void aFileWhoseBytesThrowAnErrorGivesItsPlaceBack() throws InterruptedException {
        FileTranscriptions files = new FileTranscriptions(worker, config, Thread::new);
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

    /** "Please paint a green house with a garden" */
    private static byte[] garden() throws IOException {
        return Files.readAllBytes(Path.of("../inference/src/test/resources/org/speakdraw/inference/audio/garden.flac"));
    }

    private static Caller submit(FileTranscriptions files, String address, Callable<byte[]> bytes) {
        Caller caller = new Caller();
        files.submit(address, bytes, SpeechOptions.quick(), caller);
        return caller;
    }

    static SpeechConfig config(Path folder) {
        return new SpeechConfig(
                folder,
                DeviceOptions.parse("cpu", 1, 0, false, Path.of("engines")),
                Set.of(),
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
