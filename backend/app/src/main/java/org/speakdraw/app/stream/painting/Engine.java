package org.speakdraw.app.stream.painting;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.speakdraw.app.fairness.Throughput;
import org.speakdraw.app.platform.NamedThreads;
import org.speakdraw.app.platform.RetryPause;
import org.speakdraw.app.settings.EngineDevices;
import org.speakdraw.app.stream.frames.FrameStages;
import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.SpeakDrawException;
import org.speakdraw.inference.diffusion.BatchTuning;
import org.speakdraw.inference.diffusion.DiffusionBundle;
import org.speakdraw.inference.diffusion.Lane;
import org.speakdraw.inference.onnx.DeviceOptions;

/**
 * The one thread that owns a device, and the networks on it: loads them, then paints whatever is due. Everything else
 * happens on other threads. Thread-safe.
 */
final class Engine {

    private static final System.Logger LOG = System.getLogger(Engine.class.getName());
    private static final Duration STOP = Duration.ofSeconds(10);
    /** Ticks in a row that come to nothing for everybody, after which the networks are tried out. */
    private static final int SUSPICIOUS = 5;
    /** Loads in a row without success, after which the fault is taken to be this process's. */
    private static final int HOPELESS = 3;

    private final DiffusionBundle bundle;
    private final DeviceOptions device;
    private final Networks.Loader loader;
    private final EngineDevices devices;
    private final ThreadFactory threads;
    private final LongSupplier nanoTime;
    private final DueTurns dueTurns;
    private final FrameStages stages;
    private Thread thread;
    /** A thread that dies at once is not to be born again all the time. */
    private final RetryPause pause = new RetryPause();

    private volatile int restarts;
    private volatile boolean worked;
    /** It has painted on another device than it was asked to. */
    private volatile boolean onFallback;

    private volatile boolean unusable;
    private volatile @Nullable Networks networks;
    private volatile @Nullable Throughput throughput;
    private volatile @Nullable String failure;
    private volatile boolean stopping;

    /**
     * An engine that is not started.
     *
     * @param loader   of the networks
     * @param nanoTime the clock of everything
     */
    Engine(
            DiffusionBundle bundle,
            DeviceOptions device,
            Networks.Loader loader,
            EngineDevices devices,
            FrameStages stages,
            ThreadFactory threads,
            LongSupplier nanoTime) {
        this.bundle = bundle;
        this.device = device;
        this.loader = loader;
        this.devices = devices;
        this.threads = threads;
        this.nanoTime = nanoTime;
        this.dueTurns = new DueTurns(nanoTime);
        this.stages = stages;
        this.thread = newThread();
    }

    private Thread newThread() {
        return new NamedThreads(threads, "speakdraw-engine-" + device.device()).newThread(this::run);
    }

    synchronized void start() {
        pause.tried(nanoTime.getAsLong());
        thread.start();
    }

    /** The loop ends with the tick that runs now. */
    void stop() {
        stopping = true;
    }

    /** Waits for that. */
    void awaitEnd() {
        Thread ending;
        synchronized (this) {
            ending = thread;
        }
        try {
            ending.join(STOP.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The watchdog's: a thread that has died without reason to is replaced. Called about once a second. */
    synchronized void restartIfDead() {
        boolean soon = !pause.over(nanoTime.getAsLong());
        boolean begun = thread.getState() != Thread.State.NEW;
        if (!begun || stopping || unusable || soon || thread.isAlive()) {
            return;
        }
        restarts++;
        LOG.log(System.Logger.Level.ERROR, "The engine on {0} has died and is started again", device.device());
        thread = newThread();
        start();
    }

    /** The device that was asked for. */
    String name() {
        return device.device();
    }

    /** The networks, once they are loaded. */
    Optional<Networks> networks() {
        return Optional.ofNullable(networks);
    }

    /** What the device does in a second; empty until it has been measured. */
    Optional<Throughput> throughput() {
        return Optional.ofNullable(throughput);
    }

    /** Whether it can never paint. */
    boolean unusable() {
        return unusable;
    }

    /** Whether it does not paint for another reason than that it has just begun. */
    boolean down() {
        return networks == null && failure != null;
    }

    /**
     * Whether it has painted and cannot be brought back: some errors of a GPU stay with the process that met them, until
     * it ends.
     */
    boolean lost() {
        return down() && worked && !device.remote() && pause.inVain() >= HOPELESS;
    }

    /** How it is, for a person. */
    String describe() {
        String state = networks()
                .map(loaded -> "the bundle is loaded."
                        + loaded.fallback().map(reason -> " " + reason).orElse(""))
                .or(() -> Optional.ofNullable(failure))
                .orElse("the models are being loaded.");
        return name() + ": " + state
                + (restarts == 0 ? "" : " It has died and was started again, times: " + restarts + ".");
    }

    /**
     * Loads the networks of another bundle onto this device, on the calling thread; the caller closes them. Without
     * tuning: that would hold up everybody for seconds, for the sake of one stream. So would networks on the processor that
     * this engine's thread runs beside those on its GPU.
     *
     * @throws SpeakDrawException {@code bundle-invalid}, {@code device-unavailable}
     */
    Networks load(DiffusionBundle other) {
        return loader.load(other, wanted());
    }

    /** Streams with a frame for this engine. */
    DueTurns dueTurns() {
        return dueTurns;
    }

    /** A thread's whole life. */
    private void run() {
        try (Networks opened = loader.load(bundle, wanted())) {
            BatchTuning tuning = opened.tune();
            report(opened, tuning);
            Throughput measured = new Throughput(tuning.costPerSecond());
            throughput = measured;
            // Whom nobody needs may have been measured at a bad moment, or be lost without anybody's knowing.
            RetryPause rest = new RetryPause();
            rest.tried(nanoTime.getAsLong());
            failure = null;
            networks = opened;
            worked = true;
            onFallback = opened.fallback().isPresent();
            pause.worked();
            BatchSize size = new BatchSize(tuning.rows(), tuning.maxRows(), nanoTime);
            try (EngineLoop loop = newLoop(opened)) {
                while (!stopping) {
                    int limit = size.limit();
                    opened.limitRows(limit);
                    List<Turn> due = dueTurns.await(limit);
                    loop.tick(due, limit, size, measured);
                    long now = nanoTime.getAsLong();
                    if (!due.isEmpty()) {
                        rest.worked();
                        rest.tried(now);
                    }
                    if (loop.failures() >= SUSPICIOUS) {
                        tryOut(opened, loop, 1);
                    } else if (rest.over(now)) {
                        measured.atLeast(tryOut(opened, loop, limit));
                        rest.tried(now);
                    }
                }
            }
        } catch (SpeakDrawException e) {
            failure = String.valueOf(e.getMessage());
            // What has worked may work again: a device that others have filled meanwhile, say. A model server may yet
            // come, unless it is the bundle that it cannot run.
            unusable = !worked && (!device.remote() || e.code() == InferenceError.BUNDLE_INVALID);
            if (unusable) {
                devices.report(
                        new EngineDevices.Device(device.device(), Optional.empty(), Optional.ofNullable(failure)));
            }
            tell("cannot start: " + e.getMessage(), e);
        } catch (BrokenNetworksException e) {
            failure = e.getMessage();
            tell("has stopped: " + failure, e.getCause());
        } catch (InterruptedException e) {
            failure = "the engine was interrupted.";
            Thread.currentThread().interrupt();
        } catch (Throwable e) {
            failure = "the engine has died.";
            LOG.log(System.Logger.Level.ERROR, "The engine on " + device.device() + " has died", e);
        } finally {
            networks = null;
        }
    }

    private EngineLoop newLoop(Networks opened) {
        String name = "speakdraw-engine-" + device.device();
        boolean overlap = opened.overlap();
        return new EngineLoop(
                device.device(),
                bundle,
                stages,
                nanoTime,
                overlap ? Lane.beside(threads, name + "-denoising") : Lane.direct(),
                overlap ? Lane.beside(threads, name + "-decoding") : Lane.direct());
    }

    /**
     * A GPU that has painted and cannot be had again is waited for, and not given up for the processor without a word: nothing
     * is loaded there, which would take minutes and all of the memory for nothing.
     */
    private DeviceOptions wanted() {
        return worked && !onFallback ? device.andNoOther() : device;
    }

    /**
     * One frame that fails may be its sender's fault; that they all do, and this one too, is the networks'.
     *
     * @return what the device does in a second at least
     */
    private static double tryOut(Networks opened, EngineLoop loop, int rows) throws BrokenNetworksException {
        loop.drain();
        double costPerSecond;
        try {
            costPerSecond = opened.tryOut(rows);
        } catch (Throwable e) {
            throw new BrokenNetworksException(e);
        }
        loop.trust();
        return costPerSecond;
    }

    /** The networks paint nothing any more, such as after an error of the device that stays. */
    private static final class BrokenNetworksException extends Exception {

        private static final long serialVersionUID = 1L;

        BrokenNetworksException(Throwable cause) {
            super("the models have stopped working and are loaded again: " + cause.getMessage(), cause);
        }
    }

    /** In one line where that says it all, since it comes again with each attempt; {@code /health} shows it all the while. */
    private void tell(String what, @Nullable Throwable reason) {
        String line = "The engine on " + device.device() + " " + what;
        if (reason instanceof SpeakDrawException) {
            LOG.log(System.Logger.Level.ERROR, line);
            LOG.log(System.Logger.Level.DEBUG, line, reason);
        } else {
            LOG.log(System.Logger.Level.ERROR, line, reason);
        }
    }

    private void report(Networks opened, BatchTuning tuning) {
        if (!worked) {
            devices.report(new EngineDevices.Device(opened.device(), opened.fallback(), Optional.empty()));
        }
        opened.fallback().ifPresent(reason -> LOG.log(System.Logger.Level.WARNING, reason));
        LOG.log(
                System.Logger.Level.INFO,
                "Bundle {0} runs on {1}: {2}, {3} rows at once, {4} megapixel rows a second",
                bundle.id(),
                opened.device(),
                opened.description(),
                tuning.rows(),
                Math.round(tuning.costPerSecond() / 1e6));
    }
}
