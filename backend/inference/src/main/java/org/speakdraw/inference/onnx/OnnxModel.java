package org.speakdraw.inference.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;

/**
 * A network in the ONNX format, ready on its device. Weights beside the graph ({@code model.onnx_data}) are found by
 * themselves. {@link #run} may be called from several threads with buffers of their own.
 */
public final class OnnxModel implements AutoCloseable {

    private final String label;
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final List<TensorInfo> inputs;
    private final List<TensorInfo> outputs;

    private OnnxModel(String label, OrtEnvironment environment, OrtSession session) throws OrtException {
        this.label = label;
        this.environment = environment;
        this.session = session;
        this.inputs = describe(session.getInputInfo().values());
        this.outputs = describe(session.getOutputInfo().values());
    }

    /**
     * Loads the graph in {@code file}.
     *
     * @throws InferenceException {@code bundle-invalid} naming the file if it is missing or not a usable graph
     */
    public static OnnxModel open(Path file, OnnxDevice device, ShapeProfile profile) {
        if (!Files.isRegularFile(file)) {
            throw new InferenceException(InferenceError.BUNDLE_INVALID, file + " is missing");
        }
        try {
            OrtEnvironment environment = OnnxEnvironment.get();
            Map<TensorInfo, ShapeProfile.Range> ranges = new LinkedHashMap<>();
            if (device.usesProfiles()) {
                for (TensorInfo input : inputsOf(file, environment)) {
                    profile.of(input).ifPresent(range -> ranges.put(input, range));
                }
            }
            try (SessionOptions options = device.sessionOptions(ranges)) {
                return of(file, environment, environment.createSession(file.toString(), options));
            }
        } catch (OrtException e) {
            throw new InferenceException(
                    InferenceError.BUNDLE_INVALID, file + " cannot be loaded: " + e.getMessage(), e);
        } catch (IOException | LinkageError e) {
            throw device.lost(e);
        }
    }

    /** Loads the graph for a device that needs to know nothing about shapes ahead of time. */
    public static OnnxModel open(Path file, OnnxDevice device) {
        return open(file, device, ShapeProfile.unknown());
    }

    /** In the graph's order. */
    public List<TensorInfo> inputs() {
        return inputs;
    }

    /** In the graph's order. */
    public List<TensorInfo> outputs() {
        return outputs;
    }

    /**
     * Runs the network once, reading and writing the buffers' memory directly. Every buffer has its shape, the outputs
     * too; only the outputs given are computed.
     *
     * @throws InferenceException {@code model-failed}, naming the network and the shapes
     */
    public void run(Collection<TensorBuffer> in, Collection<TensorBuffer> out) {
        Map<String, OnnxTensor> given = new LinkedHashMap<>();
        Map<String, OnnxTensor> wanted = new LinkedHashMap<>();
        try {
            in.forEach(buffer -> given.put(buffer.name(), buffer.tensor(environment)));
            out.forEach(buffer -> wanted.put(buffer.name(), buffer.tensor(environment)));
            session.run(given, Set.of(), wanted).close();
        } catch (OrtException e) {
            throw failed(given, e);
        } finally {
            given.values().forEach(OnnxTensor::close);
            wanted.values().forEach(OnnxTensor::close);
        }
    }

    /**
     * Runs the network once for an output whose size is not known ahead; it is copied, which for a large output that is
     * wanted often is slower than {@link #run(Collection, Collection)}.
     *
     * @param wanted of numbers, not integers
     * @throws InferenceException {@code model-failed}, naming the network and the shapes
     */
    public TensorValues run(Collection<TensorBuffer> in, TensorInfo wanted) {
        Map<String, OnnxTensor> given = new LinkedHashMap<>();
        try {
            in.forEach(buffer -> given.put(buffer.name(), buffer.tensor(environment)));
            try (OrtSession.Result result = session.run(given, Set.of(wanted.name()))) {
                OnnxTensor tensor = (OnnxTensor) result.get(0);
                float[] values = new float[Math.toIntExact(tensor.getInfo().getNumElements())];
                tensor.getFloatBuffer().get(values);
                return new TensorValues(
                        Arrays.stream(tensor.getInfo().getShape()).boxed().toList(), values);
            }
        } catch (OrtException e) {
            throw failed(given, e);
        } finally {
            given.values().forEach(OnnxTensor::close);
        }
    }

    private InferenceException failed(Map<String, OnnxTensor> given, OrtException e) {
        return new InferenceException(
                InferenceError.MODEL_FAILED, label + " failed on " + describeShapes(given) + ": " + e.getMessage(), e);
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new InferenceException(
                    InferenceError.MODEL_FAILED, label + " cannot be closed: " + e.getMessage(), e);
        }
    }

    private static OnnxModel of(Path file, OrtEnvironment environment, OrtSession session) throws OrtException {
        try {
            return new OnnxModel(label(file), environment, session);
        } catch (Throwable e) {
            session.close();
            throw e;
        }
    }

    /** The inputs without building the network for a device. */
    private static List<TensorInfo> inputsOf(Path file, OrtEnvironment environment) throws OrtException {
        try (SessionOptions options = new SessionOptions()) {
            options.setOptimizationLevel(OptLevel.NO_OPT);
            try (OrtSession session = environment.createSession(file.toString(), options)) {
                return describe(session.getInputInfo().values());
            }
        }
    }

    private static List<TensorInfo> describe(Collection<NodeInfo> nodes) {
        List<TensorInfo> described = new ArrayList<>();
        for (NodeInfo node : nodes) {
            if (!(node.getInfo() instanceof ai.onnxruntime.TensorInfo tensor)) {
                throw new InferenceException(InferenceError.BUNDLE_INVALID, node.getName() + " is not a tensor");
            }
            List<Long> shape = Arrays.stream(tensor.getShape()).boxed().toList();
            described.add(new TensorInfo(node.getName(), ElementType.of(tensor.type, node.getName()), shape));
        }
        return List.copyOf(described);
    }

    private static String describeShapes(Map<String, OnnxTensor> tensors) {
        List<String> shapes = new ArrayList<>();
        tensors.forEach((name, tensor) ->
                shapes.add(name + " " + Arrays.toString(tensor.getInfo().getShape())));
        return String.join(", ", shapes);
    }

    /** {@code unet/model.onnx}: enough for people to know which file is meant. */
    private static String label(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        return folder == null ? file.toString() : folder.getFileName() + "/" + file.getFileName();
    }
}
