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
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.settings.SpeechAbility;
import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.SpeakDrawException;
import org.speakdraw.inference.onnx.OnnxDevice;
import org.speakdraw.inference.speech.Whisper;

/**
 * The one thread that listens, with its own few threads of computing, so that pictures keep the rest of the machine. It
 * loads the model beside the server's start and works on one step of one job at a time. Thread-safe.
 */
@Singleton
public class SpeechWorker {

    private static final System.Logger LOG = System.getLogger(SpeechWorker.class.getName());
    private static final long STOP_MILLIS = 10_000;

    private final SpeechConfig config;
    private final SpeechAbility ability;
    private final SpeechTurns turns;
    private final Thread thread;
    private final Timer finals;
    private final Timer partials;
    private final Counter refused;
    private final Counter partialsDropped;
    private volatile boolean stopping;

    @Inject
    SpeechWorker(SpeechConfig config, SpeechAbility ability, ThreadFactory threads, PrometheusMeterRegistry registry) {
        this.config = config;
        this.ability = ability;
        this.turns = new SpeechTurns(
                config.maxWaiting() + config.maxFiles(), config.maxWaitingPerSpeaker(), config.partialShare());
        this.thread = threads.newThread(this::run);
        this.thread.setName("speakdraw-speech");
        this.finals =
                Timer.builder("speakdraw.speech.step").tag("kind", "final").register(registry);
        this.partials =
                Timer.builder("speakdraw.speech.step").tag("kind", "partial").register(registry);
        this.refused = Counter.builder("speakdraw.speech.refused").register(registry);
        this.partialsDropped =
                Counter.builder("speakdraw.speech.partials.dropped").register(registry);
    }

    void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
        thread.start();
    }

    @PreDestroy
    void stop() {
        stopping = true;
        thread.interrupt();
        try {
            thread.join(STOP_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Makes sure that somebody listens, and for this language.
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
            throw new RequestException(ApiError.SPEECH_INVALID, "The language is not one of those in the settings.");
        }
    }

    /** Whether another job would be refused now. */
    boolean full() {
        return turns.full();
    }

    /**
     * Has a job done.
     *
     * @throws RequestException {@code speech-busy}
     */
    void submit(SpeechJob job) {
        if (!turns.add(job)) {
            refused.increment();
            throw new RequestException(ApiError.SPEECH_BUSY, "Too many people speak at once; please say it again.");
        }
    }

    /**
     * Has a job done if nobody waits for more than a partial text.
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
     * Has a job done at once if nobody waits for more than a partial text.
     *
     * @return false when it is dropped
     */
    boolean submitAhead(SpeechJob job) {
        return turns.addAhead(job);
    }

    /** Drops what waits for {@code speaker}'s partial text, or ahead of a final one. */
    void dropPartial(Object speaker) {
        turns.dropPartial(speaker);
    }

    private void run() {
        if (!Files.isDirectory(config.folder())) {
            LOG.log(System.Logger.Level.INFO, "No speech: there is no folder {0}", config.folder());
            ability.report(SpeechAbility.State.unavailable("This server has no speech model."));
            return;
        }
        try (Whisper whisper = Whisper.open(config.folder(), OnnxDevice.open(config.device()))) {
            ability.report(new SpeechAbility.State(
                    Optional.empty(),
                    config.maxUtteranceSeconds(),
                    whisper.languages(),
                    whisper.languages().size() > 1));
            LOG.log(System.Logger.Level.INFO, "Listening with {0}", config.folder());
            while (!stopping) {
                work(whisper, turns.take());
            }
        } catch (SpeakDrawException e) {
            LOG.log(System.Logger.Level.ERROR, "No speech: " + e.getMessage(), e);
            ability.report(SpeechAbility.State.unavailable("The speech model could not be loaded."));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            RequestException goingDown = new RequestException(ApiError.SPEECH_UNAVAILABLE, "The server is going down.");
            turns.drain().forEach(job -> job.failed(goingDown));
        }
    }

    private void work(Whisper whisper, SpeechTurns.Turn turn) {
        long start = System.nanoTime();
        SpeechJob job = turn.job();
        try {
            if (job.step(whisper)) {
                turns.again(job);
            }
        } catch (SpeakDrawException e) {
            job.failed(e);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "Listening failed", e);
            job.failed(new InferenceException(InferenceError.MODEL_FAILED, "Listening failed.", e));
        }
        long nanos = System.nanoTime() - start;
        (turn.partial() ? partials : finals).record(nanos, TimeUnit.NANOSECONDS);
        if (turn.partial()) {
            turns.partialTook(nanos);
        }
    }
}
