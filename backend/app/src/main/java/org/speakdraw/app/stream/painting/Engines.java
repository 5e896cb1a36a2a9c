package org.speakdraw.app.stream.painting;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.HealthCheck;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.settings.EngineDevices;
import org.speakdraw.app.stream.frames.FrameContext;
import org.speakdraw.app.stream.frames.FrameStages;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.diffusion.DiffusionBundle;
import org.speakdraw.inference.diffusion.DiffusionStream;
import org.speakdraw.inference.diffusion.ImagePrompt;
import org.speakdraw.inference.diffusion.StreamInput;
import org.speakdraw.inference.diffusion.TextEmbedding;
import org.speakdraw.inference.diffusion.Tick;
import org.speakdraw.inference.onnx.DeviceOptions;
import org.speakdraw.inference.onnx.OnnxDevice;
import org.speakdraw.inference.remote.RemoteModel;

/** One engine for each configured device, all with the bundle of this server. Thread-safe. */
@Singleton
public class Engines implements HealthCheck, Model {

    private static final System.Logger LOG = System.getLogger(Engines.class.getName());

    /** For measuring what strength does, the first time that a bundle is loaded which asks for it. */
    private static final Duration CALIBRATION = Duration.ofSeconds(15);

    private final DiffusionBundle bundle;
    private final Map<String, Engine> engines = new LinkedHashMap<>();

    @Inject
    Engines(
            DiffusionBundle bundle,
            EngineConfig config,
            EngineDevices devices,
            FrameStages stages,
            ManagedThreadFactory threads) {
        this(
                bundle,
                usable(config.devices(), devices).stream()
                        .map(device -> new Engine(
                                bundle,
                                device,
                                (other, place) -> load(other, place, config, bundle),
                                devices,
                                stages,
                                threads,
                                System::nanoTime))
                        .toList());
    }

    /**
     * Some engines.
     *
     * @param bundle   of all of them
     * @param engines with different devices
     */
    Engines(DiffusionBundle bundle, List<Engine> engines) {
        this.bundle = bundle;
        engines.forEach(engine -> this.engines.put(engine.name(), engine));
    }

    /** @param own of this server, the only one that its model servers run */
    private static Networks load(
            DiffusionBundle bundle, DeviceOptions device, EngineConfig config, DiffusionBundle own) {
        Optional<RemoteModel> server = Optional.of(device)
                .filter(place -> place.remote() && bundle.id().equals(own.id()))
                .map(place -> config.servers().get(place.index()));
        DiffusionStream stream = DiffusionStream.open(bundle, device, config.maxBatchRows(), server);
        boolean complete = false;
        try {
            stream.calibrate(CALIBRATION, System::nanoTime, new CalibrationProgress(bundle.id()))
                    .ifPresent(result -> LOG.log(System.Logger.Level.INFO, "Bundle {0}: {1}", bundle.id(), result));
            complete = true;
            return Networks.of(stream);
        } finally {
            if (!complete) {
                stream.close();
            }
        }
    }

    /**
     * The devices that work. Where none does, the first one, which falls back to the CPU: one engine there is better
     * than none, and several would only be in each other's way.
     */
    private static List<DeviceOptions> usable(List<DeviceOptions> wanted, EngineDevices devices) {
        if (wanted.size() == 1) {
            return wanted;
        }
        List<DeviceOptions> working = wanted.stream()
                .filter(device -> OnnxDevice.open(device).fallback().isEmpty())
                .toList();
        List<DeviceOptions> used = working.isEmpty() ? wanted.subList(0, 1) : working;
        for (DeviceOptions device : wanted) {
            if (!used.contains(device)) {
                String reason = device.device() + " is left out: it does not work here.";
                LOG.log(System.Logger.Level.WARNING, reason);
                devices.report(new EngineDevices.Device(device.device(), Optional.empty(), Optional.of(reason)));
            }
        }
        return used;
    }

    void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
        engines.values().forEach(Engine::start);
    }

    @PreDestroy
    void stop() {
        engines.values().forEach(Engine::stop);
        engines.values().forEach(Engine::awaitEnd);
    }

    /** Starts engines again whose threads have died. Called about once a second. */
    public void restartDead() {
        engines.values().forEach(Engine::restartIfDead);
    }

    /** Those whose networks are loaded. */
    List<Engine> running() {
        return engines.values().stream()
                .filter(engine -> engine.networks().isPresent())
                .toList();
    }

    @Override
    public DiffusionBundle bundle() {
        return bundle;
    }

    @Override
    public boolean isOn(String device) {
        Engine engine = engines.get(device);
        return engine != null && engine.networks().isPresent();
    }

    @Override
    public Tick<FrameContext> encode(String device, List<StreamInput<FrameContext>> inputs) {
        return Objects.requireNonNull(engines.get(device))
                .networks()
                .orElseThrow()
                .encode(inputs);
    }

    /** Nothing: they stay for the streams to come. */
    @Override
    public void release() {}

    @Override
    public TextEmbedding embed(String prompt, float loraScale) {
        return anyNetworks().embed(prompt, loraScale);
    }

    @Override
    public ImagePrompt embed(Frame image) {
        return anyNetworks().embed(image);
    }

    /** On whichever device: they compute the same. */
    private Networks anyNetworks() {
        for (Engine engine : engines.values()) {
            Optional<Networks> networks = engine.networks();
            if (networks.isPresent()) {
                return networks.get();
            }
        }
        if (engines.values().stream().allMatch(Engine::unusable)) {
            throw new RequestException(ApiError.BUNDLE_INVALID, describe());
        }
        throw new RequestException(ApiError.ENGINE_STARTING, "The models are being loaded.");
    }

    @Override
    public Health health() {
        return new Health("engine", state(), true, describe());
    }

    private State state() {
        if (!running().isEmpty()) {
            return State.UP;
        }
        if (engines.values().stream().allMatch(Engine::unusable)) {
            return State.FAILED;
        }
        if (engines.values().stream().anyMatch(Engine::lost)) {
            return State.LOST;
        }
        return engines.values().stream().allMatch(Engine::down) ? State.DOWN : State.STARTING;
    }

    private String describe() {
        return engines.values().stream().map(Engine::describe).collect(Collectors.joining(" "));
    }
}
