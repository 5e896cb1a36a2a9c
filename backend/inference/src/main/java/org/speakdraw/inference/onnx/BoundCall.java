package org.speakdraw.inference.onnx;

import ai.onnxruntime.OrtSession;
import com.sun.jna.Pointer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.onnx.NativeApi.Call;

/**
 * What one set of shapes has on the device: a session and, in that session's memory, places for what goes in and comes out, which
 * never change. None of it belongs to anything else, so it can go at any time. Of one thread.
 */
final class BoundCall implements AutoCloseable {

    private final NativeApi api;
    private final OrtSession session;
    private final DeviceMemory memory;
    private final Pointer options;
    private final Pointer binding;
    private final List<Pointer> addresses = new ArrayList<>();
    /** Gives back what there is, the last first. */
    private final Deque<Runnable> givingBack = new ArrayDeque<>();

    /**
     * Takes the session over: closes it, too, when the rest cannot be had, such as for want of the device's memory.
     *
     * @throws InferenceException {@code model-failed}
     */
    BoundCall(NativeApi api, OrtSession session, OnnxDevice device, List<TensorBuffer> in, List<TensorBuffer> out) {
        this.api = api;
        this.session = session;
        givingBack.push(() -> GraphSource.close(session));
        try {
            Pointer handle = NativeApi.handle(session);
            memory = new DeviceMemory(api, handle, device);
            givingBack.push(memory::close);
            options = made(api.create(Call.CREATE_RUN_OPTIONS), Call.RELEASE_RUN_OPTIONS);
            api.call(Call.ADD_RUN_ENTRY, options, "gpu_graph_id", "1");
            binding = made(api.create(Call.CREATE_BINDING, handle), Call.RELEASE_BINDING);
            in.forEach(buffer -> bind(Call.BIND_INPUT, buffer));
            out.forEach(buffer -> bind(Call.BIND_OUTPUT, buffer));
        } catch (Throwable e) {
            close();
            throw e;
        }
    }

    private Pointer made(Pointer made, Call release) {
        givingBack.push(() -> api.release(release, made));
        return made;
    }

    private void bind(Call call, TensorBuffer buffer) {
        Pointer tensor = made(memory.tensor(buffer), Call.RELEASE_VALUE);
        api.call(call, binding, buffer.name(), tensor);
        addresses.add(memory.address(tensor));
    }

    /**
     * Runs the network with these buffers, of the inputs, outputs and shapes that it was made for.
     *
     * @throws InferenceException {@code model-failed}; nothing is on its way to or from the buffers then
     */
    void run(DeviceCopies copies, List<TensorBuffer> in, List<TensorBuffer> out) {
        try {
            for (int i = 0; i < in.size(); i++) {
                copies.toDevice(in.get(i).memory(), addresses.get(i), in.get(i).bytes());
            }
            copies.finish();
            api.call(Call.RUN_WITH_BINDING, NativeApi.handle(session), options, binding);
            for (int i = 0; i < out.size(); i++) {
                copies.toHost(
                        addresses.get(in.size() + i),
                        out.get(i).memory(),
                        out.get(i).bytes());
            }
            copies.finish();
        } catch (InferenceException e) {
            settle(copies, e);
            throw e;
        }
    }

    /** What was copied before {@code failure} is still on its way. */
    private static void settle(DeviceCopies copies, InferenceException failure) {
        try {
            copies.finish();
        } catch (InferenceException e) {
            failure.addSuppressed(e);
        }
    }

    /** Gives everything back, the session last, when nothing runs it any more. */
    @Override
    public void close() {
        while (!givingBack.isEmpty()) {
            givingBack.pop().run();
        }
    }
}
