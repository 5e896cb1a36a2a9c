package org.speakdraw.app.stream.painting;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;
import org.speakdraw.app.fairness.Throughput;
import org.speakdraw.app.settings.EngineDevices;
import org.speakdraw.app.stream.frames.FrameContext;
import org.speakdraw.app.stream.frames.FrameStages;
import org.speakdraw.app.stream.frames.FrameStages.Stage;
import org.speakdraw.app.stream.frames.PreparedSettings;
import org.speakdraw.app.stream.frames.ReadyFrame;
import org.speakdraw.app.stream.session.LiveSession;
import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.SpeakDrawException;
import org.speakdraw.inference.diffusion.BatchTuning;
import org.speakdraw.inference.diffusion.DiffusionBundle;
import org.speakdraw.inference.diffusion.DiffusionStream;
import org.speakdraw.inference.diffusion.StreamInput;
import org.speakdraw.inference.diffusion.StreamOutput;
import org.speakdraw.inference.diffusion.TickResult;
import org.speakdraw.inference.onnx.DeviceOptions;

/**
 * The loop on the one thread that owns a device: it takes at most the newest frame of each of its sessions that are due,
 * runs them all through the networks in one tick, those with another bundle one after another, and hands the pictures on. Everything else happens on other threads.
 */
public final class Engine {

    private static final System.Logger LOG = System.getLogger(Engine.class.getName());
    private static final long STOP_MILLIS = 10_000;

    private final DiffusionBundle bundle;
    private final DeviceOptions device;
    private final EngineConfig config;
    private final EngineDevices devices;
    private final FrameStages stages;
    private final DueTurns dueSessions = new DueTurns();
    private final Thread thread;
    private volatile @Nullable DiffusionStream stream;
    private volatile @Nullable Throughput throughput;
    private volatile @Nullable String failure;
    private volatile boolean stopping;

    public Engine(
            DiffusionBundle bundle,
            DeviceOptions device,
            EngineConfig config,
            EngineDevices devices,
            FrameStages stages,
            ThreadFactory threads) {
        this.bundle = bundle;
        this.device = device;
        this.config = config;
        this.devices = devices;
        this.stages = stages;
        this.thread = threads.newThread(this::run);
        this.thread.setName("speakdraw-engine-" + device.device());
    }

    public void start() {
        thread.start();
    }

    /** The loop ends with the tick that runs now. */
    public void stop() {
        stopping = true;
    }

    /** Waits for that. */
    public void awaitEnd() {
        try {
            thread.join(STOP_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The device that was asked for. */
    public String name() {
        return device.device();
    }

    /** The networks, once they are loaded. */
    public Optional<DiffusionStream> networks() {
        return Optional.ofNullable(stream);
    }

    /** What the device does in a second; empty until it has been measured. */
    public Optional<Throughput> throughput() {
        return Optional.ofNullable(throughput);
    }

    /** Why it cannot paint. */
    public Optional<String> failure() {
        return Optional.ofNullable(failure);
    }

    /**
     * Loads the networks of another bundle onto this device, on the calling thread; the caller closes them. Without tuning:
     * that would hold up everybody for seconds, for the sake of one session.
     *
     * @throws SpeakDrawException {@code bundle-invalid}
     */
    public DiffusionStream load(DiffusionBundle other) {
        return DiffusionStream.open(other, device, config.maxBatchRows());
    }

    /** Sessions with a frame for this engine. */
    public DueTurns dueSessions() {
        return dueSessions;
    }

    private void run() {
        try (DiffusionStream opened = DiffusionStream.open(bundle, device, config.maxBatchRows())) {
            BatchTuning tuning = opened.tune();
            devices.report(new EngineDevices.Device(opened.device(), opened.fallback(), Optional.empty()));
            opened.fallback().ifPresent(reason -> LOG.log(System.Logger.Level.WARNING, reason));
            LOG.log(
                    System.Logger.Level.INFO,
                    "Bundle {0} runs on {1}, {2} rows at once, {3} megapixel rows a second",
                    bundle.id(),
                    opened.device(),
                    tuning.rows(),
                    Math.round(tuning.costPerSecond() / 1e6));
            Throughput measured = new Throughput(tuning.costPerSecond());
            throughput = measured;
            stream = opened;
            while (!stopping) {
                tickSafely(tuning.rows(), measured);
            }
        } catch (SpeakDrawException e) {
            failure = String.valueOf(e.getMessage());
            devices.report(new EngineDevices.Device(device.device(), Optional.empty(), failure()));
            LOG.log(System.Logger.Level.ERROR, "The engine cannot start: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            stream = null;
        }
    }

    /** One tick that no session and no bug can end the loop with. */
    private void tickSafely(int maxFrames, Throughput measured) throws InterruptedException {
        List<LiveSession> sessions = dueSessions.await(maxFrames);
        try {
            long start = System.nanoTime();
            long cost = tick(sessions);
            if (cost > 0 && sessions.size() == maxFrames) {
                measured.worked(cost, System.nanoTime() - start);
            }
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "A tick failed", e);
            sessions.forEach(session ->
                    session.failed(new InferenceException(InferenceError.MODEL_FAILED, "The picture failed.", e)));
        }
    }

    /** What the painted frames cost; 0 when another bundle was at work, too, by which this one cannot be measured. */
    private long tick(List<LiveSession> sessions) {
        List<Turn> turns = new ArrayList<>(sessions.size());
        for (LiveSession session : sessions) {
            session.takeReady().ifPresent(frame -> {
                stages.record(Stage.WAIT, System.nanoTime() - frame.readyNanos());
                turns.add(new Turn(session, frame));
            });
        }
        Map<Model, List<Turn>> byModel =
                turns.stream().collect(groupingBy(turn -> turn.session().model(), LinkedHashMap::new, toList()));
        byModel.forEach((model, group) -> {
            try {
                paint(model, group);
            } catch (SpeakDrawException e) {
                paintOneByOne(model, group, e);
            }
        });
        boolean measurable = byModel.keySet().stream().allMatch(model -> model.bundle() == bundle);
        return measurable
                ? turns.stream().mapToLong(turn -> turn.frame().live().cost()).sum()
                : 0;
    }

    /** Finds out whose frame it was that the networks refused; the others get their pictures. */
    private void paintOneByOne(Model model, List<Turn> turns, SpeakDrawException reason) {
        if (turns.size() == 1) {
            turns.get(0).session().failed(reason);
            return;
        }
        for (Turn turn : turns) {
            try {
                paint(model, List.of(turn));
            } catch (SpeakDrawException e) {
                turn.session().failed(e);
            }
        }
    }

    private void paint(Model model, List<Turn> turns) {
        long start = System.nanoTime();
        TickResult<FrameContext> result =
                model.advance(this, turns.stream().map(Turn::toInput).toList());
        long nanos = System.nanoTime() - start;
        turns.forEach(turn -> turn.frame().done());
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

    /** One session's frame in a tick. */
    private record Turn(LiveSession session, ReadyFrame frame) {

        StreamInput<FrameContext> toInput() {
            PreparedSettings live = frame.live();
            return new StreamInput<>(
                    session.state(), live.parameters(), live.conditioning(), frame.picture(), frame.context());
        }
    }
}
