package org.speakdraw.inference.onnx;

import ai.onnxruntime.OrtSession;
import com.sun.jna.Pointer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.speakdraw.inference.onnx.NativeApi.Call;

/**
 * Calls of a network whose inputs and outputs lie on the device, each set of shapes at places that never change. That is
 * what a CUDA graph needs: once recorded, it reads and writes where it did then. Small graphs of their own carry the
 * numbers there and back. Belongs to one thread.
 */
final class BoundCalls implements AutoCloseable {

    /** Sets of shapes that get places of their own; the runtime never gives back what it recorded for one. */
    private static final int MOST = 32;

    private final NativeApi api;
    private final Pointer session;
    private final OnnxDevice device;
    private final DeviceMemory memory;
    private final Map<List<List<Long>>, Places> places = new HashMap<>();
    private @Nullable CarryingGraph carryIn;
    private @Nullable CarryingGraph carryOut;

    /** What one set of shapes has on the device. */
    private record Places(Pointer binding, Pointer options, Pointer[] inputs, Pointer[] outputs) {}

    /**
     * Of a session, which the caller keeps open until this is closed.
     *
     * @throws LinkageError where native code cannot be called
     */
    BoundCalls(OrtSession session, OnnxDevice device) {
        api = NativeApi.get();
        this.session = NativeApi.handle(session);
        this.device = device;
        memory = new DeviceMemory(api, this.session, device);
    }

    /**
     * Runs the network with these buffers, which are of the same inputs and outputs every time.
     *
     * @return false, and nothing is done, when too many sets of shapes have places already
     * @throws org.speakdraw.inference.InferenceException {@code model-failed}
     */
    boolean run(List<TensorBuffer> in, List<TensorBuffer> out) {
        List<List<Long>> shapes = new ArrayList<>();
        in.forEach(buffer -> shapes.add(sizes(buffer)));
        out.forEach(buffer -> shapes.add(sizes(buffer)));
        if (places.size() == MOST && !places.containsKey(shapes)) {
            return false;
        }
        Places there = places.computeIfAbsent(shapes, key -> place(in, out, Integer.toString(places.size() + 1)));
        CarryingGraph inwards = carryIn == null ? CarryingGraph.open(in, device) : carryIn;
        carryIn = inwards;
        CarryingGraph outwards = carryOut == null ? CarryingGraph.open(out, device) : carryOut;
        carryOut = outwards;
        withViews(in, views -> inwards.run(api, views, there.inputs()));
        api.call(Call.RUN_WITH_BINDING, session, there.options(), there.binding());
        withViews(out, views -> outwards.run(api, there.outputs(), views));
        return true;
    }

    private static List<Long> sizes(TensorBuffer buffer) {
        return Arrays.stream(buffer.dimensions()).boxed().toList();
    }

    /** @param number of what is recorded for these shapes */
    private Places place(List<TensorBuffer> in, List<TensorBuffer> out, String number) {
        Pointer options = api.create(Call.CREATE_RUN_OPTIONS);
        Pointer binding = null;
        int before = memory.count();
        try {
            api.call(Call.ADD_RUN_ENTRY, options, "gpu_graph_id", number);
            binding = api.create(Call.CREATE_BINDING, session);
            return new Places(
                    binding, options, bind(Call.BIND_INPUT, binding, in), bind(Call.BIND_OUTPUT, binding, out));
        } catch (Throwable e) {
            // Such as for want of the device's memory, of which the next attempt needs all there is.
            if (binding != null) {
                api.release(Call.RELEASE_BINDING, binding);
            }
            api.release(Call.RELEASE_RUN_OPTIONS, options);
            memory.releaseDownTo(before);
            throw e;
        }
    }

    private Pointer[] bind(Call call, Pointer binding, List<TensorBuffer> buffers) {
        Pointer[] tensors = new Pointer[buffers.size()];
        for (int i = 0; i < tensors.length; i++) {
            TensorBuffer buffer = buffers.get(i);
            tensors[i] = memory.tensor(buffer);
            api.call(call, binding, buffer.name(), tensors[i]);
        }
        return tensors;
    }

    private void withViews(List<TensorBuffer> buffers, Consumer<Pointer[]> work) {
        Pointer[] views = buffers.stream().map(memory::view).toArray(Pointer[]::new);
        try {
            work.accept(views);
        } finally {
            for (Pointer view : views) {
                api.release(Call.RELEASE_VALUE, view);
            }
        }
    }

    @Override
    public void close() {
        places.values().forEach(there -> {
            api.release(Call.RELEASE_BINDING, there.binding());
            api.release(Call.RELEASE_RUN_OPTIONS, there.options());
        });
        places.clear();
        memory.close();
        for (@Nullable CarryingGraph graph : new @Nullable CarryingGraph[] {carryIn, carryOut}) {
            if (graph != null) {
                graph.close();
            }
        }
    }
}
