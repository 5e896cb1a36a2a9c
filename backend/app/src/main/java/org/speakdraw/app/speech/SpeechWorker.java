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
import java.util.concurrent.CancellationException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.HealthCheck;
import org.speakdraw.app.platform.NamedThreads;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.settings.SpeechAbility;
import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.SpeakDrawException;
import org.speakdraw.inference.onnx.Interruption;
import org.speakdraw.inference.onnx.OnnxDevice;
import org.speakdraw.inference.speech.DecodingControl;
import org.speakdraw.inference.speech.SpeechRecogniser;

/**
 * The one thread that recognises speech, with its own few threads of computing, so that pictures keep the rest of the
 * machine.
 * It loads the model while the server starts and works on one step of one job at a time; only a file's step lets live
 * speech come in between two runs of a network, and breaks off its encoder for it. It breaks off a partial text's, too, which then ends.
 * Whatever a job throws ends that job only. When the networks fail again and again, the thread ends with its model;
 * {@link SpeechWatchdog} starts another, which loads it anew, and what waits goes on waiting. Thread-safe.
 */
@Singleton
public class SpeechWorker implements HealthCheck {

    private static final System.Logger LOG = System.getLogger(SpeechWorker.class.getName());
    private static final long STOP_MILLIS = 10_000;
    private static final long SLOW_STEP_SECONDS = 120;
    private static final long LONGEST_PAUSE_SECONDS = 300;
    /** One sound may be at fault; when others fail as well, it is the model. */
    private static final int FAILURES_BEFORE_RELOAD = 3;

    private final SpeechConfig config;
    private final SpeechAbility ability;
    private final SpeechTurns turns;
    private final ThreadFactory threads;
    private final Map<SpeechTurns.Kind, Timer> steps = new EnumMap<>(SpeechTurns.Kind.class);
    private final Counter refused;
    private final Counter partialsDropped;
    private final Counter restarts;
    /** A file's encoder takes longer than a live sentence may wait. */
    private final Interruption fileInterruption = new Interruption();
    /** So may a partial text's, which is worth nothing once its speaker, or another one, may have said all. */
    private final Interruption partialInterruption = new Interruption();

    private volatile @Nullable Thread thread;
    private long startedNanos;
    /** Restarts since a step was last done. */
    private volatile int restartsInARow;
    /** Why nothing will be recognised any more; null while another thread might do better. */
    private volatile @Nullable RequestException givenUp;

    private volatile boolean stopping;
    /** Whether the model could be loaded before: then what keeps it from being loaded now may pass. */
    private volatile boolean loadedBefore;
    /** Steps in a row that the networks failed in; of the speech thread alone. */
    private int failuresInARow;

    /** When the step, or the run of a network in a file's step, began that is being worked on; 0 between steps. */
    private volatile long busyNanos;

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
        Thread starting = new NamedThreads(threads, "speakdraw-speech").newThread(this::run);
        starting.start();
        thread = starting;
        startedNanos = System.nanoTime();
    }

    /**
     * Starts another thread where the last one has ended by mistake; at longer and longer intervals if none gets to
     * work.
     */
    synchronized void restartIfEnded() {
        Thread last = thread;
        long pause = restartsInARow == 0 ? 0 : Math.min(LONGEST_PAUSE_SECONDS, 1L << Math.min(restartsInARow, 30));
        boolean due = System.nanoTime() - startedNanos >= TimeUnit.SECONDS.toNanos(pause);
        if (last != null && !last.isAlive() && !stopping && givenUp == null && due) {
            LOG.log(System.Logger.Level.WARNING, "The speech thread has ended; starting another");
            restarts.increment();
            restartsInARow++;
            startedNanos = System.nanoTime();
            try {
                startThread();
            } catch (Throwable e) {
                // Whoever looks after the thread looks again, which the scheduler would end at an error.
                LOG.log(System.Logger.Level.ERROR, "No speech thread can be started at the moment", e);
            }
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

    /** Whether there is a model that knows a language. */
    boolean knows(String language) {
        return ability.state().languages().contains(language);
    }

    /** Whether another final text for {@code address} would be refused now. */
    boolean full(String address) {
        return turns.full(address);
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
        partialInterruption.interrupt();
        fileInterruption.interrupt();
        refuseIfGivenUp();
    }

    /** Has a decoded file transcribed; how many there may be is for the caller to bound. */
    void submitFile(SpeechJob job) {
        turns.addFile(job);
        refuseIfGivenUp();
    }

    /**
     * Makes sure that somebody will do what waits, sooner or later.
     *
     * @throws RequestException {@code speech-unavailable}
     */
    void requireNotGivenUp() {
        RequestException refusal = givenUp;
        if (refusal != null) {
            throw refusal;
        }
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
        boolean taken = turns.addPrepared(job);
        if (taken) {
            partialInterruption.interrupt();
        }
        // What may not come before the file yet would break it off in vain.
        if (taken && turns.isLiveDue()) {
            fileInterruption.interrupt();
        }
        return taken;
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
        try (SpeechRecogniser recogniser = SpeechRecogniser.open(config.folder(), OnnxDevice.open(config.device()));
                SpeechRecogniser live = recogniser.sibling()) {
            ability.report(new SpeechAbility.State(
                    Optional.empty(),
                    config.maxUtteranceSeconds(),
                    recogniser.languages(),
                    recogniser.languages().size() > 1));
            LOG.log(System.Logger.Level.INFO, "Recognising speech with {0}", config.folder());
            loadedBefore = true;
            failuresInARow = 0;
            while (!stopping && failuresInARow < FAILURES_BEFORE_RELOAD) {
                SpeechTurns.Turn turn = turns.take();
                if (turn.kind() == SpeechTurns.Kind.FILE) {
                    workOnFile(recogniser, live, turn);
                } else {
                    workOnLive(live, turn);
                }
                busyNanos = 0;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Throwable e) {
            LOG.log(System.Logger.Level.ERROR, "The speech thread ends: " + e.getMessage(), e);
            if (e instanceof SpeakDrawException && !loadedBefore) {
                giveUp("The speech model could not be loaded.");
            }
        } finally {
            if (stopping) {
                giveUp("The server is going down.");
            } else if (givenUp == null) {
                ability.report(
                        SpeechAbility.State.unavailable("Speech recognition has stopped and is being started again."));
            }
        }
    }

    /** Nobody will do what waits. */
    private void giveUp(String reason) {
        givenUp = new RequestException(ApiError.SPEECH_UNAVAILABLE, reason);
        ability.report(SpeechAbility.State.unavailable(reason));
        refuseIfGivenUp();
    }

    /** After adding a job, too: it may have come a moment too late. */
    private void refuseIfGivenUp() {
        RequestException refusal = givenUp;
        if (refusal != null) {
            turns.drain().forEach(job -> job.end(refusal));
        }
    }

    /** Does a step of a file, and before each run of a network in it whatever live speech there is. */
    private void workOnFile(SpeechRecogniser recogniser, SpeechRecogniser live, SpeechTurns.Turn turn) {
        AtomicLong liveNanos = new AtomicLong();
        long nanos = work(recogniser, turn, new DecodingControl() {
            @Override
            public void beforeRun() {
                fileInterruption.clear();
                liveNanos.addAndGet(workOnLiveSpeech(live));
            }

            @Override
            public Interruption interruption() {
                return fileInterruption;
            }
        });
        record(turn.kind(), nanos - liveNanos.get());
    }

    /** Returns how many nanoseconds it took. */
    private long workOnLiveSpeech(SpeechRecogniser live) {
        long start = System.nanoTime();
        var next = turns.pollLive();
        while (next.isPresent()) {
            workOnLive(live, next.get());
            // Whoever has asked meanwhile is polled next.
            fileInterruption.clear();
            next = stopping ? Optional.empty() : turns.pollLive();
        }
        if (stopping) {
            throw new RequestException(ApiError.SPEECH_UNAVAILABLE, "The server is going down.");
        }
        busyNanos = System.nanoTime();
        return busyNanos - start;
    }

    /** Does a step of live speech. A partial text is given up as soon as somebody says all, or may have. */
    private void workOnLive(SpeechRecogniser live, SpeechTurns.Turn turn) {
        DecodingControl control = turn.kind() == SpeechTurns.Kind.PARTIAL ? new GivesWay() : DecodingControl.NONE;
        record(turn.kind(), work(live, turn, control));
    }

    /** Ends a partial text when something is urgent, at once. */
    private final class GivesWay implements DecodingControl {

        @Override
        public void beforeRun() {
            // First, so that what becomes urgent after the question breaks off the run that follows.
            partialInterruption.clear();
            if (turns.isUrgent()) {
                throw new CancellationException();
            }
        }

        @Override
        public Interruption interruption() {
            return partialInterruption;
        }
    }

    /** Does a step, and returns how many nanoseconds it took. */
    private long work(SpeechRecogniser recogniser, SpeechTurns.Turn turn, DecodingControl control) {
        long start = System.nanoTime();
        busyNanos = start;
        SpeechJob job = turn.job();
        try {
            if (job.step(recogniser, control)) {
                turns.addFile(job);
            }
            restartsInARow = 0;
            failuresInARow = 0;
        } catch (Throwable e) {
            if (e instanceof InferenceException failure && failure.code() == InferenceError.MODEL_FAILED) {
                failuresInARow++;
            }
            // An Error, too, ends the job and not the thread: others wait for it.
            job.end(e);
        }
        return System.nanoTime() - start;
    }

    private void record(SpeechTurns.Kind kind, long nanos) {
        Objects.requireNonNull(steps.get(kind)).record(nanos, TimeUnit.NANOSECONDS);
        turns.took(kind, nanos);
    }

    @Override
    public Health health() {
        Thread last = thread;
        if (last != null && !last.isAlive() && givenUp == null) {
            return new Health("speech", false, false, "Speech recognition has stopped and is being started again.");
        }
        long begun = busyNanos;
        long seconds = begun == 0 ? 0 : TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun);
        Optional<String> slow = seconds > SLOW_STEP_SECONDS
                ? Optional.of("Speech recognition has been busy with one piece of sound for " + seconds + " s.")
                : Optional.empty();
        Optional<String> reason = ability.state().reason().or(() -> slow);
        return new Health("speech", reason.isEmpty(), false, reason.orElse("Speech is being recognised."));
    }
}
