package org.speakdraw.inference.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.RunOptions;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;

/**
 * A network in the ONNX format, ready on its device. Weights beside the graph ({@code model.onnx_data}) are found by
 * themselves. {@link #run} may be called from several threads with buffers of their own.
 */
public final class OnnxModel implements Network {

    private static final System.Logger LOG = System.getLogger(OnnxModel.class.getName());

    private final String label;
    private final OnnxDevice device;
    private final OrtEnvironment environment;
    private final Sessions sessions;
    private final boolean recorded;
    private final boolean bound;
    private final LongAdder calls = new LongAdder();
    private final LongAdder unbound = new LongAdder();

    /**
     * @param recorded whether calls are recorded
     * @param bound    whether each set of shapes has a session of its own
     */
    private OnnxModel(String label, OnnxDevice device, Sessions sessions, boolean recorded, boolean bound) {
        this.label = label;
        this.device = device;
        this.environment = OnnxEnvironment.get();
        this.sessions = sessions;
        this.recorded = recorded;
        this.bound = bound;
    }

    /**
     * Loads the graph in {@code file}.
     *
     * @throws InferenceException {@code bundle-invalid} naming the file if it is missing or not a usable graph
     */
    public static OnnxModel open(Path file, OnnxDevice device) {
        return plain(GraphSource.of(file), device, SessionPlan.PLAIN);
    }

    /**
     * The same, where what goes in comes in several sizes.
     *
     * @param profile what is known of them
     *
     * @throws InferenceException {@code bundle-invalid} naming the file if it is missing or not a usable graph
     */
    public static OnnxModel open(Path file, OnnxDevice device, ShapeProfile profile) {
        SessionPlan plan = device.usesProfiles()
                ? new SessionPlan(OnnxGraph.read(file).ranges(profile), false, false)
                : SessionPlan.PLAIN;
        return plain(
                GraphSource.of(file),
                device,
                plan,
                device.searchesForEverySize() ? PlainSessions.MOST_SIZES : 1,
                () -> DeviceCopies.haveRoomFor(GraphSource.weightBytes(file), device));
    }

    /**
     * Loads a graph that has all of its weights in it.
     *
     * @param label what errors call it
     * @throws InferenceException {@code bundle-invalid} if it is not a usable graph
     */
    public static OnnxModel open(byte[] graph, String label, OnnxDevice device) {
        return plain(GraphSource.of(graph, label), device, SessionPlan.PLAIN);
    }

    /**
     * Loads a changed graph.
     *
     * @param file         that it was read from, where its weights still are
     * @param channelsLast whether it is mostly convolutions: faster so on a GPU
     * @throws InferenceException {@code bundle-invalid} naming the file if it is not a usable graph
     */
    static OnnxModel open(
            byte[] graph,
            Path file,
            OnnxDevice device,
            Map<TensorInfo, ShapeProfile.Range> ranges,
            boolean channelsLast) {
        SessionPlan plan = new SessionPlan(ranges, false, channelsLast);
        GraphSource source = GraphSource.of(graph, file);
        return plan.bindings(device).stream()
                .flatMap(binding -> bound(source, device, binding, GraphSource.weightBytes(file)).stream())
                .findFirst()
                .orElseGet(() -> plain(source, device, plan));
    }

    /** Empty where that cannot be: parts of the graph that run elsewhere than on the GPU cannot be recorded. */
    private static Optional<OnnxModel> bound(
            GraphSource source, OnnxDevice device, SessionPlan plan, long weightBytes) {
        try {
            Sessions calls = new BoundCalls(
                    source.label(),
                    () -> source.session(device, plan),
                    () -> source.session(device, plan.recorded(false)),
                    weightBytes,
                    device,
                    System::nanoTime);
            return Optional.of(new OnnxModel(source.label(), device, calls, plan.recorded(), true));
        } catch (OrtException | InferenceException | LinkageError e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    source.name()
                            + (plan.recorded() ? " is not recorded" : " is not bound")
                            + (plan.channelsLast() ? " with its channels last: " : ": ")
                            + e.getMessage());
            return Optional.empty();
        }
    }

    private static OnnxModel plain(GraphSource source, OnnxDevice device, SessionPlan plan) {
        return plain(source, device, plan, 1, () -> false);
    }

    private static OnnxModel plain(
            GraphSource source, OnnxDevice device, SessionPlan plan, int sizes, BooleanSupplier hasRoom) {
        try {
            Sessions plain = new PlainSessions(
                    source.label(), () -> source.session(device, plan), hasRoom, device, sizes, System::nanoTime);
            return new OnnxModel(source.label(), device, plain, false, false);
        } catch (OrtException e) {
            throw new InferenceException(
                    InferenceError.BUNDLE_INVALID, source.name() + " cannot be loaded: " + e.getMessage(), e);
        } catch (LinkageError e) {
            throw device.lost(e);
        }
    }

    @Override
    public boolean replays() {
        return recorded;
    }

    @Override
    public long replayedCalls() {
        return recorded ? calls.sum() - unbound.sum() : 0;
    }

    @Override
    public long unreplayedCalls() {
        return recorded ? unbound.sum() : 0;
    }

    @Override
    public boolean prefersFewShapes() {
        return bound;
    }

    /** In the graph's order. */
    public List<TensorInfo> inputs() {
        return sessions.ports().inputs();
    }

    /** In the graph's order. */
    public List<TensorInfo> outputs() {
        return sessions.ports().outputs();
    }

    /**
     * Runs the network once, reading and writing the buffers' memory directly. Every buffer has its shape, the outputs
     * too; only the outputs given are computed.
     *
     * @throws InferenceException {@code model-failed}, naming the network and the shapes
     */
    @Override
    public void run(Collection<TensorBuffer> in, Collection<TensorBuffer> out) {
        run(in, out, new Interruption());
    }

    /**
     * The same, unless it is interrupted. What has a session of its own takes no notice.
     *
     * @return false when it was interrupted: the outputs hold nothing of use
     * @throws InferenceException {@code model-failed}, naming the network and the shapes
     */
    public boolean run(Collection<TensorBuffer> in, Collection<TensorBuffer> out, Interruption interruption) {
        calls.increment();
        return sessions.run(List.copyOf(in), List.copyOf(out), session -> {
            unbound.increment();
            return run(in, out, session, interruption);
        });
    }

    private boolean run(
            Collection<TensorBuffer> in, Collection<TensorBuffer> out, OrtSession running, Interruption interruption) {
        Map<String, OnnxTensor> given = new LinkedHashMap<>();
        Map<String, OnnxTensor> wanted = new LinkedHashMap<>();
        try (RunOptions options = new RunOptions()) {
            in.forEach(buffer -> given.put(buffer.name(), buffer.tensor(environment)));
            out.forEach(buffer -> wanted.put(buffer.name(), buffer.tensor(environment)));
            return device.access().shared(() -> run(running, given, wanted, options, interruption));
        } catch (OrtException e) {
            throw failed(given, e);
        } finally {
            given.values().forEach(OnnxTensor::close);
            wanted.values().forEach(OnnxTensor::close);
        }
    }

    private static boolean run(
            OrtSession running,
            Map<String, OnnxTensor> given,
            Map<String, OnnxTensor> wanted,
            RunOptions options,
            Interruption interruption)
            throws OrtException {
        if (!interruption.begins(options)) {
            return false;
        }
        try {
            running.run(given, Set.of(), wanted, options).close();
            return true;
        } catch (OrtException e) {
            if (interruption.isAsked()) {
                return false;
            }
            throw e;
        } finally {
            // Before the options are closed, which nobody may touch then.
            interruption.ended();
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
        return run(in, wanted, new Interruption()).orElseThrow();
    }

    /**
     * The same, unless it is interrupted.
     *
     * @return empty when it was interrupted
     * @throws InferenceException {@code model-failed}, naming the network and the shapes
     */
    public Optional<TensorValues> run(Collection<TensorBuffer> in, TensorInfo wanted, Interruption interruption) {
        return values(in, Set.of(wanted.name()), interruption)
                .map(values -> Objects.requireNonNull(values.get(wanted.name())));
    }

    /**
     * Runs the network once for all its outputs, by their names; likewise.
     *
     * @throws InferenceException {@code model-failed}, naming the network and the shapes, or an output of integers
     */
    public Map<String, TensorValues> runForAll(Collection<TensorBuffer> in) {
        Set<String> all = outputs().stream().map(TensorInfo::name).collect(Collectors.toSet());
        return values(in, all, new Interruption()).orElseThrow();
    }

    private Optional<Map<String, TensorValues>> values(
            Collection<TensorBuffer> in, Set<String> wanted, Interruption interruption) {
        return sessions.unbound(List.copyOf(in), session -> values(session, in, wanted, interruption));
    }

    private Optional<Map<String, TensorValues>> values(
            OrtSession session, Collection<TensorBuffer> in, Set<String> wanted, Interruption interruption) {
        Map<String, OnnxTensor> given = new LinkedHashMap<>();
        try (RunOptions options = new RunOptions()) {
            in.forEach(buffer -> given.put(buffer.name(), buffer.tensor(environment)));
            return device.access().shared(() -> values(session, given, wanted, options, interruption));
        } catch (OrtException e) {
            throw failed(given, e);
        } finally {
            given.values().forEach(OnnxTensor::close);
        }
    }

    private static Optional<Map<String, TensorValues>> values(
            OrtSession session,
            Map<String, OnnxTensor> given,
            Set<String> wanted,
            RunOptions options,
            Interruption interruption)
            throws OrtException {
        if (!interruption.begins(options)) {
            return Optional.empty();
        }
        try (OrtSession.Result result = session.run(given, wanted, options)) {
            Map<String, TensorValues> values = new LinkedHashMap<>();
            result.forEach(
                    output -> values.put(output.getKey(), valuesOf(output.getKey(), (OnnxTensor) output.getValue())));
            return Optional.of(values);
        } catch (OrtException e) {
            if (interruption.isAsked()) {
                return Optional.empty();
            }
            throw e;
        } finally {
            // Before the options are closed, which nobody may touch then.
            interruption.ended();
        }
    }

    private static TensorValues valuesOf(String name, OnnxTensor tensor) {
        FloatBuffer numbers = tensor.getFloatBuffer();
        if (numbers == null) {
            throw new InferenceException(
                    InferenceError.MODEL_FAILED,
                    name + " is of the type " + tensor.getInfo().type + "; floating point was expected");
        }
        float[] values = new float[numbers.remaining()];
        numbers.get(values);
        return new TensorValues(
                Arrays.stream(tensor.getInfo().getShape()).boxed().toList(), values);
    }

    private InferenceException failed(Map<String, OnnxTensor> given, OrtException e) {
        return new InferenceException(
                InferenceError.MODEL_FAILED, label + " failed on " + describeShapes(given) + ": " + e.getMessage(), e);
    }

    @Override
    public void close() {
        sessions.close();
    }

    private static String describeShapes(Map<String, OnnxTensor> tensors) {
        List<String> shapes = new ArrayList<>();
        tensors.forEach((name, tensor) ->
                shapes.add(name + " " + Arrays.toString(tensor.getInfo().getShape())));
        return String.join(", ", shapes);
    }
}
