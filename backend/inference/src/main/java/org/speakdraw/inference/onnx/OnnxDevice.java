package org.speakdraw.inference.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import ai.onnxruntime.providers.OrtTensorRTProviderOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.Supplier;
import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;

/**
 * A device that was found to work. Where the wished-for one does not, this is the CPU and {@link #fallback} says why.
 * Immutable, thread-safe.
 */
public final class OnnxDevice {

    /**
     * A graph that hands one number through. Libraries may load where there is no device for them; only a session on
     * it tells.
     */
    private static final String PROBE = "08083a3b0a100a017812017922084964656e74697479120570726f62655a0f0a0178120a0a"
            + "08080112040a020801620f0a0179120a0a08080112040a0208014202100d";

    /**
     * How long a network's thread that has nothing to do looks for work before it sleeps: long enough for the short
     * nodes between two that are worked on together, and short enough for the threads beside the engine, which need
     * the core (the usual 1000 cost human mode 4 % of its frame rate on two cores, and none at all cost full mode 10
     * %).
     */
    private static final int SPIN_MICROS = 30;

    private final DeviceOptions options;
    private final Optional<String> fallback;
    private final DeviceAccess access;

    private OnnxDevice(DeviceOptions options, Optional<String> fallback) {
        this.options = options;
        this.fallback = fallback;
        this.access = new DeviceAccess(!options.kind().equals("cpu"));
    }

    /**
     * Tries the device; takes the CPU where it or its libraries are missing, unless no other will do.
     *
     * @throws InferenceException {@code device-unavailable} if not even the CPU can be used, or must not be
     */
    public static OnnxDevice open(DeviceOptions options) {
        if (options.remote()) {
            return open(options.cpuOnly());
        }
        OnnxDevice device = new OnnxDevice(options, Optional.empty());
        try {
            device.access().shared(device::probe);
            return device;
        } catch (OrtException | RuntimeException | LinkageError e) {
            if (options.kind().equals("cpu")) {
                throw device.lost(e);
            }
            String provider = options.kind().equals("cuda") ? "CUDA" : "TensorRT";
            String message = String.valueOf(e.getMessage());
            String reason = MissingPart.of(message)
                    .map(part -> part + ": ")
                    .orElse("")
                    .concat(message.lines().findFirst().orElse("unknown"));
            String missing = provider + " is not available here (" + reason + ")";
            if (options.only()) {
                throw new InferenceException(InferenceError.DEVICE_UNAVAILABLE, missing, e);
            }
            return new OnnxDevice(options.cpuOnly(), Optional.of(missing + ": running on the CPU"));
        }
    }

    @SuppressWarnings("try") // opening the session is the test
    private OnnxDevice probe() throws OrtException {
        try (SessionOptions session = sessionOptions(SessionPlan.PLAIN, () -> "probe");
                OrtSession probe =
                        OnnxEnvironment.get().createSession(HexFormat.of().parseHex(PROBE), session)) {
            return this;
        } catch (IOException e) {
            throw lost(e);
        }
    }

    /** As in {@link DeviceOptions#device}. */
    public String name() {
        return options.device();
    }

    /** Why this is not the device that was asked for. */
    public Optional<String> fallback() {
        return fallback;
    }

    /** {@code cpu}, {@code cuda} or {@code tensorrt}. */
    public String kind() {
        return options.kind();
    }

    /** What runs networks there, as people call it. */
    public String provider() {
        return switch (options.kind()) {
            case "cuda" -> "CUDA";
            case "tensorrt" -> options.fp16() ? "TensorRT in half precision" : "TensorRT";
            default -> "CPU";
        };
    }

    /** Counts GPUs from 0. */
    int number() {
        return options.kind().equals("cpu") ? 0 : options.index();
    }

    /** Whether calls are to be recorded and replayed; TensorRT's engines do without. */
    boolean replays() {
        return options.replay() && !usesProfiles();
    }

    /** Whether calls are bound to places, recorded or not. */
    boolean binds() {
        return replays() || options.kind().equals("cuda");
    }

    /** Whether engines are built ahead of time for given shapes. */
    boolean usesProfiles() {
        return options.kind().equals("tensorrt");
    }

    /** Whether a session is slow with each size that is not the one of its last call. */
    boolean searchesForEverySize() {
        return options.kind().equals("cuda");
    }

    /** Who may use it when. */
    DeviceAccess access() {
        return access;
    }

    /**
     * Options of a session on this device; the caller closes them.
     *
     * @param identity of the network, as {@link GraphSource#identity}
     */
    SessionOptions sessionOptions(SessionPlan plan, Supplier<String> identity) throws OrtException, IOException {
        // Options cannot be made before it.
        OnnxEnvironment.get();
        SessionOptions session = new SessionOptions();
        try {
            session.setOptimizationLevel(OptLevel.ALL_OPT);
            session.setCPUArenaAllocator(true);
            session.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
            if (options.cpuThreads() > 0) {
                session.setIntraOpNumThreads(options.cpuThreads());
            }
            // Each network has its own threads; those of the one that just ran must not spin while the next one runs.
            session.addConfigEntry("session.force_spinning_stop", "1");
            session.addConfigEntry("session.intra_op.spin_duration_us", Long.toString(SPIN_MICROS));
            switch (options.kind()) {
                case "cuda" -> addCuda(session, plan);
                case "tensorrt" -> {
                    addTensorRt(session, plan.profiles(), enginesOf(identity.get()));
                    addCuda(session, SessionPlan.PLAIN);
                }
                default -> {}
            }
            return session;
        } catch (OrtException | IOException | RuntimeException | LinkageError e) {
            session.close();
            throw e;
        }
    }

    private void addCuda(SessionOptions session, SessionPlan plan) throws OrtException {
        try (OrtCUDAProviderOptions cuda = new OrtCUDAProviderOptions(options.index())) {
            // Grow by what is asked for: doubling wastes memory that other sessions could use.
            cuda.add("arena_extend_strategy", "kSameAsRequested");
            boolean fused = plan.recorded() && plan.channelsLast();
            // Kernels with biases are made while they are searched for, a second each; the first found is as good.
            cuda.add("cudnn_conv_algo_search", plan.recorded() && !fused ? "EXHAUSTIVE" : "HEURISTIC");
            cuda.add("cudnn_conv_use_max_workspace", "1");
            cuda.add("do_copy_in_default_stream", "1");
            cuda.add("use_tf32", "1");
            cuda.add("enable_cuda_graph", plan.recorded() ? "1" : "0");
            cuda.add("prefer_nhwc", plan.channelsLast() ? "1" : "0");
            cuda.add("fuse_conv_bias", fused ? "1" : "0");
            if (options.gpuMemoryLimitBytes() > 0) {
                cuda.add("gpu_mem_limit", Long.toString(options.gpuMemoryLimitBytes()));
            }
            if (plan.recorded()) {
                // All of it runs on the GPU, and there may be dozens of such sessions, each with a thread for every
                // core.
                session.setIntraOpNumThreads(1);
            }
            session.addCUDA(cuda);
        }
    }

    /**
     * Where a network's engines are. Not beside those of others: ONNX Runtime calls them by the names of the file, the inputs and
     * the outputs only, and would take those of another model that was exported alike, weights and all.
     */
    Path enginesOf(String identity) {
        return options.engineCache().resolve(identity);
    }

    private void addTensorRt(SessionOptions session, Map<TensorInfo, ShapeProfile.Range> profiles, Path engines)
            throws OrtException, IOException {
        Files.createDirectories(engines);
        try (OrtTensorRTProviderOptions tensorRt = new OrtTensorRTProviderOptions(options.index())) {
            tensorRt.add("trt_fp16_enable", options.fp16() ? "1" : "0");
            tensorRt.add("trt_engine_cache_enable", "1");
            tensorRt.add("trt_engine_cache_path", engines.toString());
            tensorRt.add("trt_timing_cache_enable", "1");
            tensorRt.add("trt_timing_cache_path", options.engineCache().toString());
            if (options.gpuMemoryLimitBytes() > 0) {
                tensorRt.add("trt_max_workspace_size", Long.toString(options.gpuMemoryLimitBytes()));
            }
            if (!profiles.isEmpty()) {
                StringJoiner min = new StringJoiner(",");
                StringJoiner opt = new StringJoiner(",");
                StringJoiner max = new StringJoiner(",");
                profiles.forEach((input, range) -> {
                    min.add(input.name() + ":" + dimensions(range.min()));
                    opt.add(input.name() + ":" + dimensions(range.opt()));
                    max.add(input.name() + ":" + dimensions(range.max()));
                });
                tensorRt.add("trt_profile_min_shapes", min.toString());
                tensorRt.add("trt_profile_opt_shapes", opt.toString());
                tensorRt.add("trt_profile_max_shapes", max.toString());
            }
            session.addTensorrt(tensorRt);
        }
    }

    private static String dimensions(List<Long> sizes) {
        StringJoiner joined = new StringJoiner("x");
        sizes.forEach(size -> joined.add(Long.toString(size)));
        return joined.toString();
    }

    /** The error for a device that does not work. */
    InferenceException lost(Throwable cause) {
        return new InferenceException(
                InferenceError.DEVICE_UNAVAILABLE,
                "the device " + name() + " cannot be used: " + cause.getMessage(),
                cause);
    }
}
