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
import java.util.Optional;
import java.util.stream.Collectors;
import org.speakdraw.app.platform.HealthCheck;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.settings.EngineDevices;
import org.speakdraw.inference.diffusion.DiffusionBundle;
import org.speakdraw.inference.diffusion.DiffusionStream;
import org.speakdraw.inference.diffusion.StreamInput;
import org.speakdraw.inference.diffusion.TextEmbedding;
import org.speakdraw.inference.diffusion.TickResult;
import org.speakdraw.inference.onnx.DeviceOptions;
import org.speakdraw.inference.onnx.OnnxDevice;

/** One engine for each configured device, all with the bundle of this server. Thread-safe. */
@Singleton
public class Engines implements HealthCheck, Model {

    private static final System.Logger LOG = System.getLogger(Engines.class.getName());

    private final DiffusionBundle bundle;
    private final List<Engine> engines = new ArrayList<>();

    @Inject
    Engines(
            DiffusionBundle bundle,
            EngineConfig config,
            EngineDevices devices,
            FrameStages stages,
            ManagedThreadFactory threads) {
        this.bundle = bundle;
        for (DeviceOptions device : usable(config.devices(), devices)) {
            engines.add(new Engine(bundle, device, config, devices, stages, threads));
        }
    }

    /**
     * The devices that work. Where none does, the first one, which falls back to the CPU: one engine there is better than
     * none, and several would only be in each other's way.
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
        engines.forEach(Engine::start);
    }

    @PreDestroy
    void stop() {
        engines.forEach(Engine::stop);
        engines.forEach(Engine::awaitEnd);
    }

    /** Those whose networks are loaded. */
    List<Engine> running() {
        return engines.stream().filter(engine -> engine.networks().isPresent()).toList();
    }

    @Override
    public DiffusionBundle bundle() {
        return bundle;
    }

    @Override
    public boolean isOn(Engine engine) {
        return engine.networks().isPresent();
    }

    @Override
    public TickResult<FrameContext> advance(Engine engine, List<StreamInput<FrameContext>> inputs) {
        return engine.networks().orElseThrow().advance(inputs);
    }

    /** Nothing: they stay for the sessions to come. */
    @Override
    public void release() {}

    @Override
    public TextEmbedding embed(String prompt) {
        for (Engine engine : engines) {
            Optional<DiffusionStream> networks = engine.networks();
            if (networks.isPresent()) {
                return networks.get().embed(prompt);
            }
        }
        if (engines.stream().allMatch(engine -> engine.failure().isPresent())) {
            throw new RequestException("bundle-invalid", describe());
        }
        throw new RequestException("engine-starting", "The models are being loaded.");
    }

    @Override
    public Health health() {
        return new Health("engine", state(), true, describe());
    }

    private State state() {
        if (!running().isEmpty()) {
            return State.UP;
        }
        return engines.stream().allMatch(engine -> engine.failure().isPresent()) ? State.FAILED : State.STARTING;
    }

    private String describe() {
        return engines.stream()
                .map(engine -> engine.name() + ": "
                        + engine.failure()
                                .orElse(
                                        engine.networks().isPresent()
                                                ? "the bundle is loaded."
                                                : "the models are being loaded."))
                .collect(Collectors.joining(" "));
    }
}
