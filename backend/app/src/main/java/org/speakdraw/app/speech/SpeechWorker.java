package org.speakdraw.app.speech;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Files;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.HealthCheck;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.settings.SpeechAbility;
import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.SpeakDrawException;
import org.speakdraw.inference.onnx.OnnxDevice;
import org.speakdraw.inference.speech.Whisper;

/**
 * The one thread that recognises speech, with its own few threads of computing, so that pictures keep the rest of the machine.
 * It loads the model while the server starts and works on one step of one job at a time. Whatever a job throws ends that job
 * only; should the thread end all the same, {@link SpeechWatchdog} starts another, and what waits goes on waiting. Thread-safe.
 */
@Singleton
public class SpeechWorker implements HealthCheck {

    private static final System.Logger LOG = System.getLogger(SpeechWorker.class.getName());
    private static final long STOP_MILLIS = 10_000;
    private static final long SLOW_STEP_SECONDS = 120;
    private static final long LONGEST_PAUSE_SECONDS = 300;

    private final SpeechConfig config;
    private final SpeechAbility ability;
    private final SpeechTurns turns;
    private final ThreadFactory threads;
    private final Map<SpeechTurns.Kind, Timer> steps = new EnumMap<>(SpeechTurns.Kind.class);
    private final Counter refused;
    private final Counter partialsDropped;
    private final Counter restarts;
    private @Nullable Thread thread;
    private long startedNanos;
    /** Restarts since a step was last done. */
    private volatile int restartsInARow;
    /** Whether the thread ended for a reason that another one would meet as well. */
    private volatile boolean hopeless;

    private volatile boolean stopping;
    /** When the step began that is being worked on; 0 between steps. */
    private volatile long stepNanos;

    @Inject
    SpeechWorker(SpeechConfig config, SpeechAbility ability, ThreadFactory threads, PrometheusMeterRegistry registry) {
        this.config = config;
        this.ability = ability;
        this.threads = threads;
        this.turns = new SpeechTurns(
                config.maxWaiting(), config.maxWaitingPerSpeaker(), config.partialShare(), System::nanoTime);
        for (SpeechTurns.Kind kind : SpeechTurns.Kind.values()) {
            steps.put(
                    kind,
                    Timer.builder("speakdraw.speech.step")
                            .tag("kind", kind.name().toLowerCase(Locale.ROOT))
                            .register(registry));
        }
        this.refused = Counter.builder("speakdraw.speech.refused").register(registry);
        this.partialsDropped =
                Counter.builder("speakdraw.speech.partials.dropped").register(registry);
        this.restarts = Counter.builder("speakdraw.speech.restarts").register(registry);
    }

    synchronized void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
        startThread();
    }

    private synchronized void startThread() {
        Thread starting = threads.newThread(this::run);
        starting.setName("speakdraw-speech");
        starting.start();
        thread = starting;
        startedNanos = System.nanoTime();
    }

    /** Starts another thread where the last one has ended by mistake; at longer and longer intervals if none gets to work. */
    synchronized void restartIfEnded() {
        long pause = restartsInARow == 0 ? 0 : Math.min(LONGEST_PAUSE_SECONDS, 1L << Math.min(restartsInARow, 30));
        boolean due = System.nanoTime() - startedNanos >= TimeUnit.SECONDS.toNanos(pause);
        if (thread != null && !thread.isAlive() && !stopping && !hopeless && due) {
            LOG.log(System.Logger.Level.WARNING, "The speech thread has ended; starting another");
            restarts.increment();
            restartsInARow++;
            startThread();
        }
    }

    @PreDestroy
    void stop() {
        stopping = true;
        Thread ending;
        synchronized (this) {
            ending = thread;
        }
        if (ending != null) {
            ending.interrupt();
            try {
                ending.join(STOP_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Makes sure that speech is recognised, and in this language.
     *
     * @param language code; empty: to be detected
     * @throws RequestException {@code speech-unavailable}, {@code speech-invalid}
     */
    void require(String language) {
        SpeechAbility.State state = ability.state();
        state.reason().ifPresent(reason -> {
            throw new RequestException(ApiError.SPEECH_UNAVAILABLE, reason);
        });
        if (!language.isEmpty() && !state.languages().contains(language)) {
            throw new RequestException(
                    ApiError.SPEECH_INVALID, "The language is not supported; GET /api/settings lists those that are.");
        }
    }

    /** Whether another final text would be refused now. */
    boolean full() {
        return turns.full();
    }

    /**
     * Has a final text made.
     *
     * @throws RequestException {@code speech-busy}
     */
    void submit(SpeechJob job) {
        if (!turns.addFinal(job)) {
            refused.increment();
            throw new RequestException(
                    ApiError.SPEECH_BUSY, "Too many people are speaking at once; please say it again.");
        }
    }

    /** Has a file transcribed; how many there may be is for the caller to bound. */
    void submitFile(SpeechJob job) {
        turns.addFile(job);
    }

    /**
     * Has a partial text made if nobody waits for a final one.
     *
     * @return false when it is dropped
     */
    boolean submitPartial(SpeechJob job) {
        boolean taken = turns.addPartial(job);
        if (!taken) {
            partialsDropped.increment();
        }
        return taken;
    }

    /**
     * Has a text prepared at once if nobody waits for a final one.
     *
     * @return false when it is dropped
     */
    boolean submitPrepared(SpeechJob job) {
        return turns.addPrepared(job);
    }

    /** Drops the partial or prepared text that waits for {@code speaker}. */
    void dropPartial(Object speaker) {
        turns.dropPartial(speaker);
    }

    private void run() {
        if (!Files.isDirectory(config.folder())) {
            LOG.log(System.Logger.Level.INFO, "No speech: there is no folder {0}", config.folder());
            giveUp("This server has no speech model.");
            return;
        }
        try (Whisper whisper = Whisper.open(config.folder(), OnnxDevice.open(config.device()))) {
            ability.report(new SpeechAbility.State(
                    Optional.empty(),
                    config.maxUtteranceSeconds(),
                    whisper.languages(),
                    whisper.languages().size() > 1));
            LOG.log(System.Logger.Level.INFO, "Recognising speech with {0}", config.folder());
            while (!stopping) {
                work(whisper, turns.take());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SpeakDrawException e) {
            LOG.log(System.Logger.Level.ERROR, "No speech: " + e.getMessage(), e);
            giveUp("The speech model could not be loaded.");
        } catch (Throwable e) {
            LOG.log(System.Logger.Level.ERROR, "The speech thread ends", e);
        } finally {
            if (stopping) {
                giveUp("The server is going down.");
            } else if (!hopeless) {
                ability.report(
                        SpeechAbility.State.unavailable("Speech recognition has stopped and is being started again."));
            }
        }
    }

    /** Nobody will do what waits. */
    private void giveUp(String reason) {
        hopeless = true;
        ability.report(SpeechAbility.State.unavailable(reason));
        RequestException refusal = new RequestException(ApiError.SPEECH_UNAVAILABLE, reason);
        turns.drain().forEach(job -> job.failed(refusal));
    }

    private void work(Whisper whisper, SpeechTurns.Turn turn) {
        long start = System.nanoTime();
        stepNanos = start;
        SpeechJob job = turn.job();
        try {
            if (job.step(whisper)) {
                turns.again(job);
            }
            restartsInARow = 0;
        } catch (Throwable e) {
            // An Error, too, ends the job and not the thread: others wait for it.
            end(job, e);
        }
        stepNanos = 0;
        long nanos = System.nanoTime() - start;
        Objects.requireNonNull(steps.get(turn.kind())).record(nanos, TimeUnit.NANOSECONDS);
        if (turn.kind() == SpeechTurns.Kind.PARTIAL) {
            turns.partialTook(nanos);
        }
    }

    private static void end(SpeechJob job, Throwable reason) {
        try {
            if (reason instanceof SpeakDrawException ours) {
                job.failed(ours);
            } else {
                LOG.log(System.Logger.Level.ERROR, "Speech recognition failed", reason);
                job.failed(new InferenceException(InferenceError.MODEL_FAILED, "Speech recognition failed.", reason));
            }
        } catch (Throwable e) {
            LOG.log(System.Logger.Level.ERROR, "Nobody could be told that speech recognition failed", e);
        }
    }

    @Override
    public Health health() {
        long begun = stepNanos;
        long seconds = begun == 0 ? 0 : TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun);
        Optional<String> slow = seconds > SLOW_STEP_SECONDS
                ? Optional.of("Speech recognition has been busy with one piece of sound for " + seconds + " s.")
                : Optional.empty();
        Optional<String> reason = ability.state().reason().or(() -> slow);
        return new Health("speech", reason.isEmpty(), false, reason.orElse("Speech is being recognised."));
    }
}
