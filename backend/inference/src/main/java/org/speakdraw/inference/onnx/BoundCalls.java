package org.speakdraw.inference.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.sun.jna.Pointer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.onnx.NativeApi.Call;

/**
 * Calls of a network whose inputs and outputs lie on the device, each set of shapes at places that never change. That is
 * what a CUDA graph needs: once recorded, it reads and writes where it did then.
 *
 * <p>Each set of shapes has a session of its own, too. Kernels keep what they need for the shapes of their last call; with
 * other shapes cuDNN's convolutions start afresh, which takes a second, and a recorded call that finds in its place what
 * another one left paints rubbish or ends the process (both seen on an H200 with ONNX Runtime 1.29).
 *
 * <p>All calls are made by one thread of its own, since the runtime keeps what it has recorded for each thread, and a
 * thread that recorded nothing would record again. Whoever calls waits; calls of several threads come one after another.
 */
final class BoundCalls implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(BoundCalls.class.getName());
    /** Sets of shapes that get places and a session of their own. */
    private static final int MOST = 16;
    /** cuDNN compiles kernels on this thread, which recurs deeply. */
    private static final long STACK_BYTES = 64L << 20;
    /** Is left to what runs beside them. */
    private static final long SPARED_BYTES = 1L << 30;
    /** After others would not leave the device for a recording. */
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** After a set of shapes has failed, such as for want of memory. */
    private static final long REFUSAL_NANOS = TimeUnit.MINUTES.toNanos(1);

    private static final int MOST_REFUSED = 64;

    private final String label;
    private final NativeApi api;
    private final OrtSession first;
    private final Opening another;
    private final Opening unrecorded;
    private final long weightBytes;
    private final OnnxDevice device;
    private final Map<List<List<Long>>, Places> places = new HashMap<>();
    /** Shapes that could not be had, and until when they are not tried again. */
    private final Map<List<List<Long>>, Long> refused = new HashMap<>();

    private final ExecutorService thread;
    private long notBeforeNanos = System.nanoTime();
    private boolean firstIsFree = true;
    /** All three of the thread, and made by it. */
    private @Nullable DeviceMemory memory;

    private @Nullable OrtSession spare;

    private @Nullable DeviceCopies copies;

    /** Opens a session of the same network. */
    @FunctionalInterface
    interface Opening {
        OrtSession open() throws OrtException;
    }

    /** What one set of shapes has on the device. */
    private record Places(
            OrtSession session, Pointer binding, Pointer options, List<Pointer> tensors, List<Pointer> addresses) {}

    /**
     * Of a session, which the caller keeps open until this is closed.
     *
     * @param label       of the network, for the name of the thread and for errors
     * @param first       has the first set of shapes, and nothing else runs it
     * @param another     opens more of the same
     * @param unrecorded  opens what runs calls that have no places
     * @param weightBytes of the network
     * @throws LinkageError where native code cannot be called
     */
    BoundCalls(
            String label, OrtSession first, Opening another, Opening unrecorded, long weightBytes, OnnxDevice device) {
        this.label = label;
        this.first = first;
        this.another = another;
        this.unrecorded = unrecorded;
        this.weightBytes = weightBytes;
        this.device = device;
        api = NativeApi.get();
        thread = Executors.newSingleThreadExecutor(work -> {
            Thread created = new Thread(null, work, "speakdraw-calls-" + label, STACK_BYTES);
            created.setDaemon(true);
            return created;
        });
    }

    /**
     * Runs the network with these buffers, which are of the same inputs and outputs every time.
     *
     * @param unbound runs it on a session, without places: when too many sets of shapes have theirs already, when the device has no
     *     memory for more, or while others keep it from recording a new one; its answer is this one's, else true
     * @throws InferenceException {@code model-failed}
     */
    boolean run(List<TensorBuffer> in, List<TensorBuffer> out, Predicate<OrtSession> unbound) {
        return call(() -> {
            List<List<Long>> shapes = new ArrayList<>();
            in.forEach(buffer -> shapes.add(sizes(buffer)));
            out.forEach(buffer -> shapes.add(sizes(buffer)));
            Places known = places.get(shapes);
            if (known != null) {
                device.access().shared(() -> replay(known, in, out));
                return true;
            }
            boolean recorded = mayRecord(shapes)
                    && device.access().alone(() -> record(shapes, in, out))
                    && places.containsKey(shapes);
            return recorded || unbound.test(spare());
        });
    }

    private OrtSession spare() {
        OrtSession opened = spare;
        if (opened == null) {
            try {
                opened = device.access().shared(unrecorded::open);
            } catch (OrtException e) {
                throw new InferenceException(InferenceError.MODEL_FAILED, label + ": " + e.getMessage(), e);
            }
            spare = opened;
        }
        return opened;
    }

    private boolean mayRecord(List<List<Long>> shapes) {
        long now = System.nanoTime();
        Long until = refused.get(shapes);
        if (places.size() == MOST || now - notBeforeNanos < 0 || (until != null && now - until < 0)) {
            return false;
        }
        // Until it has worked.
        notBeforeNanos = now + PAUSE_NANOS;
        return true;
    }

    private void record(List<List<Long>> shapes, List<TensorBuffer> in, List<TensorBuffer> out) {
        notBeforeNanos = System.nanoTime();
        Places made = null;
        try {
            made = place(in, out);
            replay(made, in, out);
            places.put(shapes, made);
        } catch (OrtException | InferenceException e) {
            LOG.log(System.Logger.Level.WARNING, label + " goes on unrecorded with " + shapes + ": " + e.getMessage());
            if (made != null) {
                // A recording that broke off would be replayed as it is.
                discard(made);
            }
            if (refused.size() == MOST_REFUSED) {
                refused.clear();
            }
            refused.put(shapes, System.nanoTime() + REFUSAL_NANOS);
        }
    }

    private Places replay(Places there, List<TensorBuffer> in, List<TensorBuffer> out) {
        DeviceCopies carry = Objects.requireNonNull(copies);
        try {
            for (int i = 0; i < in.size(); i++) {
                carry.toDevice(
                        in.get(i).memory(), there.addresses().get(i), in.get(i).bytes());
            }
            carry.finish();
            api.call(Call.RUN_WITH_BINDING, NativeApi.handle(there.session()), there.options(), there.binding());
            for (int i = 0; i < out.size(); i++) {
                carry.toHost(
                        there.addresses().get(in.size() + i),
                        out.get(i).memory(),
                        out.get(i).bytes());
            }
            carry.finish();
        } catch (InferenceException e) {
            settle(carry, e);
            throw new InferenceException(InferenceError.MODEL_FAILED, label + " failed: " + e.getMessage(), e);
        }
        return there;
    }

    /** What was copied before {@code failure} is still on its way to or from the buffers. */
    private static void settle(DeviceCopies carry, InferenceException failure) {
        try {
            carry.finish();
        } catch (InferenceException e) {
            failure.addSuppressed(e);
        }
    }

    /** Waits even when it is interrupted: the buffers are in use. */
    private boolean call(BooleanSupplier work) {
        try {
            return CompletableFuture.supplyAsync(work::getAsBoolean, thread).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        }
    }

    private static List<Long> sizes(TensorBuffer buffer) {
        return Arrays.stream(buffer.dimensions()).boxed().toList();
    }

    private Places place(List<TensorBuffer> in, List<TensorBuffer> out) throws OrtException {
        if (copies == null) {
            copies = DeviceCopies.open(device);
        }
        DeviceMemory here = memory == null ? new DeviceMemory(api, NativeApi.handle(first), device) : memory;
        memory = here;
        OrtSession session = newSession();
        Pointer options = api.create(Call.CREATE_RUN_OPTIONS);
        Pointer binding = null;
        List<Pointer> tensors = new ArrayList<>();
        try {
            api.call(Call.ADD_RUN_ENTRY, options, "gpu_graph_id", "1");
            binding = api.create(Call.CREATE_BINDING, NativeApi.handle(session));
            List<Pointer> addresses = new ArrayList<>();
            bind(here, Call.BIND_INPUT, binding, in, tensors, addresses);
            bind(here, Call.BIND_OUTPUT, binding, out, tensors, addresses);
            return new Places(session, binding, options, tensors, addresses);
        } catch (Throwable e) {
            // Such as for want of the device's memory, of which the next attempt needs all there is.
            if (binding != null) {
                api.release(Call.RELEASE_BINDING, binding);
            }
            api.release(Call.RELEASE_RUN_OPTIONS, options);
            tensors.forEach(here::release);
            giveBack(session);
            throw e;
        }
    }

    private void discard(Places there) {
        api.release(Call.RELEASE_BINDING, there.binding());
        api.release(Call.RELEASE_RUN_OPTIONS, there.options());
        there.tensors().forEach(Objects.requireNonNull(memory)::release);
        giveBack(there.session());
    }

    private OrtSession newSession() throws OrtException {
        if (firstIsFree) {
            firstIsFree = false;
            return first;
        }
        if (Objects.requireNonNull(copies).freeBytes() < 2 * weightBytes + SPARED_BYTES) {
            throw new InferenceException(
                    InferenceError.MODEL_FAILED, "the device has no memory for the weights once more");
        }
        return another.open();
    }

    /** The first one has seen other shapes by now, and perhaps half a recording: it is used no more. */
    private void giveBack(OrtSession session) {
        if (session != first) {
            GraphSource.close(session);
        }
    }

    private void bind(
            DeviceMemory here,
            Call call,
            Pointer binding,
            List<TensorBuffer> buffers,
            List<Pointer> tensors,
            List<Pointer> addresses) {
        for (TensorBuffer buffer : buffers) {
            Pointer tensor = here.tensor(buffer);
            tensors.add(tensor);
            api.call(call, binding, buffer.name(), tensor);
            addresses.add(here.address(tensor));
        }
    }

    @Override
    public void close() {
        try {
            call(() -> {
                device.access().exclusively(this::release);
                return true;
            });
        } finally {
            thread.shutdown();
        }
    }

    private void release() {
        places.values().forEach(this::discard);
        places.clear();
        if (spare != null) {
            GraphSource.close(spare);
        }
        if (memory != null) {
            memory.close();
        }
        if (copies != null) {
            copies.close();
        }
    }
}
