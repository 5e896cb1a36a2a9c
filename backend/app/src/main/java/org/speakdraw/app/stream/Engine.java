package org.speakdraw.app.stream;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.speakdraw.app.platform.HealthCheck;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.settings.EngineDevices;
import org.speakdraw.app.stream.FrameStages.Stage;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.SpeakDrawException;
import org.speakdraw.inference.diffusion.DiffusionBundle;
import org.speakdraw.inference.diffusion.DiffusionStream;
import org.speakdraw.inference.diffusion.StreamInput;
import org.speakdraw.inference.diffusion.StreamOutput;
import org.speakdraw.inference.diffusion.TextEmbedding;
import org.speakdraw.inference.diffusion.TickResult;

/**
 * The loop on the one thread that owns the device: it takes at most the newest frame of each session that is due, runs
 * them all through the networks in one tick, and hands the pictures on. Everything else happens on other threads.
 */
@Singleton
public class Engine implements HealthCheck {

    private static final System.Logger LOG = System.getLogger(Engine.class.getName());
    private static final long STOP_MILLIS = 10_000;

    private final DiffusionBundle bundle;
    private final EngineConfig config;
    private final EngineDevices devices;
    private final DueSessions dueSessions;
    private final FrameStages stages;
    private final Thread thread;
    private volatile @Nullable DiffusionStream stream;
    private volatile @Nullable String failure;
    private volatile boolean stopping;

    @Inject
    Engine(
            DiffusionBundle bundle,
            EngineConfig config,
            EngineDevices devices,
            DueSessions dueSessions,
            FrameStages stages,
            ManagedThreadFactory threads) {
        this.bundle = bundle;
        this.config = config;
        this.devices = devices;
        this.dueSessions = dueSessions;
        this.stages = stages;
        this.thread = threads.newThread(this::run);
        this.thread.setName("speakdraw-engine-" + config.device().device());
    }

    void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
        thread.start();
    }

    @PreDestroy
    void stop() {
        stopping = true;
        try {
            thread.join(STOP_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Encodes a prompt, or finds it among those encoded before. Any thread.
     *
     * @throws SpeakDrawException {@code engine-starting} while the models are loaded, {@code model-failed}
     */
    TextEmbedding embed(String prompt) {
        return running().embed(prompt);
    }

    /**
     * Makes sure that frames can be painted.
     *
     * @throws RequestException {@code engine-starting} or {@code bundle-invalid}
     */
    private DiffusionStream running() {
        DiffusionStream running = stream;
        if (running != null) {
            return running;
        }
        String reason = failure;
        throw reason == null
                ? new RequestException("engine-starting", "The models are being loaded.")
                : new RequestException("bundle-invalid", reason);
    }

    private void run() {
        try (DiffusionStream opened = DiffusionStream.open(bundle, config.device(), config.maxBatchRows())) {
            devices.report(new EngineDevices.Device(opened.device(), opened.fallback()));
            opened.fallback().ifPresent(reason -> LOG.log(System.Logger.Level.WARNING, reason));
            LOG.log(System.Logger.Level.INFO, "Bundle {0} runs on {1}", bundle.id(), opened.device());
            stream = opened;
            while (!stopping) {
                tickSafely(opened);
            }
        } catch (SpeakDrawException e) {
            failure = String.valueOf(e.getMessage());
            LOG.log(System.Logger.Level.ERROR, "The engine cannot start: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            stream = null;
        }
    }

    /** One tick that no session and no bug can end the loop with. */
    private void tickSafely(DiffusionStream opened) throws InterruptedException {
        List<LiveSession> sessions = dueSessions.await(config.maxFramesPerTick());
        try {
            tick(opened, sessions);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "A tick failed", e);
            sessions.forEach(
                    session -> session.failed(new InferenceException("model-failed", "The picture failed.", e)));
        }
    }

    private void tick(DiffusionStream opened, List<LiveSession> sessions) {
        long start = System.nanoTime();
        List<Turn> turns = new ArrayList<>(sessions.size());
        for (LiveSession session : sessions) {
            session.takeReady().ifPresent(frame -> {
                stages.record(Stage.WAIT, System.nanoTime() - frame.readyNanos());
                turns.add(new Turn(session, frame));
            });
        }
        if (turns.isEmpty()) {
            return;
        }
        try {
            paint(opened, turns, start);
        } catch (SpeakDrawException e) {
            paintOneByOne(opened, turns, e);
        }
    }

    /** Finds out whose frame it was that the networks refused; the others get their pictures. */
    private void paintOneByOne(DiffusionStream opened, List<Turn> turns, SpeakDrawException reason) {
        if (turns.size() == 1) {
            turns.get(0).session().failed(reason);
            return;
        }
        for (Turn turn : turns) {
            try {
                paint(opened, List.of(turn), System.nanoTime());
            } catch (SpeakDrawException e) {
                turn.session().failed(e);
            }
        }
    }

    private void paint(DiffusionStream opened, List<Turn> turns, long start) {
        TickResult<FrameContext> result =
                opened.advance(turns.stream().map(Turn::toInput).toList());
        long nanos = System.nanoTime() - start;
        var timings = result.timings();
        stages.record(Stage.MODELS, timings.encodeNanos() + timings.denoiseNanos() + timings.decodeNanos());
        stages.record(Stage.TICK, nanos);
        turns.forEach(turn -> turn.session().advanced(turn.frame().live()));
        for (StreamOutput<FrameContext> output : result.outputs()) {
            for (Turn turn : turns) {
                if (turn.session().state() == output.state()) {
                    turn.session().painted(output, nanos);
                }
            }
        }
    }

    @Override
    public Health health() {
        String reason = failure;
        if (stream != null) {
            return new Health("engine", true, true, "Bundle " + bundle.id() + " is loaded.");
        }
        return new Health("engine", false, true, reason == null ? "The models are being loaded." : reason);
    }

    /** One session's frame in a tick. */
    private record Turn(LiveSession session, ReadyFrame frame) {

        StreamInput<FrameContext> toInput() {
            Live live = frame.live();
            return new StreamInput<>(
                    session.state(), live.parameters(), live.conditioning(), frame.picture(), frame.context());
        }
    }
}
