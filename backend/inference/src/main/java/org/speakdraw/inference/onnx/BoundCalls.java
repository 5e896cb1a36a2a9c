package org.speakdraw.inference.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;

/**
 * Calls of a network whose inputs and outputs lie on the device, each set of shapes at places that never change. That is
 * what a CUDA graph needs: once recorded, it reads and writes where it did then.
 *
 * <p>Each set of shapes has a session of its own, too. Kernels keep what they need for the shapes of their last call; with
 * other shapes cuDNN's convolutions start afresh, which takes a second, and a recorded call that finds in its place what
 * another one left paints rubbish or ends the process (both seen on an H200 with ONNX Runtime 1.29). The sets used last keep
 * theirs; one that has not been used for a while makes room for a new one.
 *
 * <p>One thread opens, runs and closes all of these sessions. Whoever calls waits; calls of several threads come one after
 * another.
 */
final class BoundCalls implements Sessions {

    private static final System.Logger LOG = System.getLogger(BoundCalls.class.getName());
    /** Sets of shapes that get places and a session of their own. */
    static final int MOST = 16;
    /** After others would not leave the device for a recording. */
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** After a set of shapes has failed, such as for want of memory. */
    private static final long REFUSAL_NANOS = TimeUnit.MINUTES.toNanos(1);
    /** Recording takes seconds: a set that is used now and then keeps its places. */
    static final long IDLE_NANOS = TimeUnit.MINUTES.toNanos(1);

    private static final int MOST_REFUSED = 64;

    private final String label;
    private final NativeApi api = NativeApi.get();
    private final CallThreads thread;
    private final Opening recorded;
    private final Opening unrecorded;
    private final long weightBytes;
    private final OnnxDevice device;
    private final LongSupplier nanoTime;
    private final Ports ports;
    /** What was used last comes last. */
    private final Map<List<List<Long>>, Known> known = new LinkedHashMap<>(16, 0.75f, true);
    /** Shapes that could not be had, and until when they are not tried again. */
    private final Map<List<List<Long>>, Long> refused = new HashMap<>();

    private long notBeforeNanos;
    /** Open already, for the first set of shapes. */
    private @Nullable OrtSession first;

    private @Nullable OrtSession spare;

    private @Nullable DeviceCopies copies;

    private static final class Known {
        private final BoundCall call;
        private long lastNanos;

        private Known(BoundCall call, long lastNanos) {
            this.call = call;
            this.lastNanos = lastNanos;
        }
    }

    /**
     * Opens the first session.
     *
     * @param label       of the network, for the name of the thread and for errors
     * @param recorded    opens what runs calls that have places, a session for each set of shapes
     * @param unrecorded  opens what runs calls that have none
     * @param weightBytes of the network
     * @param nanoTime    as {@link System#nanoTime}
     * @throws OrtException if it is not a usable graph
     * @throws LinkageError where native code cannot be called
     */
    BoundCalls(
            String label,
            Opening recorded,
            Opening unrecorded,
            long weightBytes,
            OnnxDevice device,
            LongSupplier nanoTime)
            throws OrtException {
        this.label = label;
        this.recorded = recorded;
        this.unrecorded = unrecorded;
        this.weightBytes = weightBytes;
        this.device = device;
        this.nanoTime = nanoTime;
        notBeforeNanos = nanoTime.getAsLong();
        thread = CallThreads.one(label);
        try {
            OrtSession opened = thread.call(() -> device.access().shared(recorded::open));
            first = opened;
            ports = Ports.of(opened);
        } catch (Throwable e) {
            close();
            throw e;
        }
    }

    @Override
    public Ports ports() {
        return ports;
    }

    /**
     * Without places when too many sets of shapes have theirs already, when the device has no memory for more, or while others keep
     * this from recording a new one.
     */
    @Override
    public boolean run(List<TensorBuffer> in, List<TensorBuffer> out, Predicate<OrtSession> unbound) {
        return thread.call(() -> {
            List<List<Long>> shapes = new ArrayList<>();
            in.forEach(buffer -> shapes.add(sizes(buffer)));
            out.forEach(buffer -> shapes.add(sizes(buffer)));
            Known there = known.get(shapes);
            if (there != null) {
                there.lastNanos = nanoTime.getAsLong();
                return device.access().shared(() -> replay(there.call, in, out));
            }
            boolean made = mayRecord(shapes)
                    && device.access().alone(() -> record(shapes, in, out))
                    && known.containsKey(shapes);
            return made || unbound.test(spare());
        });
    }

    @Override
    public <T> T unbound(List<TensorBuffer> in, Function<OrtSession, T> work) {
        return thread.call(() -> work.apply(spare()));
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
        long now = nanoTime.getAsLong();
        Long until = refused.get(shapes);
        if (now - notBeforeNanos < 0
                || (until != null && now - until < 0)
                || (known.size() == MOST && !eldestIsIdle())) {
            return false;
        }
        // Until it has worked.
        notBeforeNanos = now + PAUSE_NANOS;
        return true;
    }

    private void record(List<List<Long>> shapes, List<TensorBuffer> in, List<TensorBuffer> out) {
        notBeforeNanos = nanoTime.getAsLong();
        try {
            BoundCall made = new BoundCall(api, session(), device, in, out);
            try {
                replay(made, in, out);
                known.put(shapes, new Known(made, nanoTime.getAsLong()));
            } catch (Throwable e) {
                // A recording that broke off would be replayed as it is.
                made.close();
                throw e;
            }
        } catch (OrtException | InferenceException e) {
            LOG.log(System.Logger.Level.WARNING, label + " goes on unrecorded with " + shapes + ": " + e.getMessage());
            if (refused.size() == MOST_REFUSED) {
                refused.clear();
            }
            refused.put(shapes, nanoTime.getAsLong() + REFUSAL_NANOS);
        }
    }

    private boolean replay(BoundCall call, List<TensorBuffer> in, List<TensorBuffer> out) {
        try {
            call.run(copies(), in, out);
            return true;
        } catch (InferenceException e) {
            throw new InferenceException(InferenceError.MODEL_FAILED, label + " failed: " + e.getMessage(), e);
        }
    }

    private DeviceCopies copies() {
        DeviceCopies opened = copies;
        if (opened == null) {
            opened = DeviceCopies.open(device);
            copies = opened;
        }
        return opened;
    }

    static List<Long> sizes(TensorBuffer buffer) {
        return Arrays.stream(buffer.dimensions()).boxed().toList();
    }

    private OrtSession session() throws OrtException {
        OrtSession opened = first;
        if (opened != null) {
            first = null;
            return opened;
        }
        if (known.size() == MOST) {
            discardEldest();
        }
        while (!copies().haveRoomFor(weightBytes)) {
            if (!eldestIsIdle()) {
                throw new InferenceException(
                        InferenceError.MODEL_FAILED, "the device has no memory for the weights once more");
            }
            discardEldest();
        }
        return recorded.open();
    }

    private boolean eldestIsIdle() {
        return !known.isEmpty()
                && nanoTime.getAsLong() - known.values().iterator().next().lastNanos >= IDLE_NANOS;
    }

    private void discardEldest() {
        Iterator<Known> eldest = known.values().iterator();
        BoundCall call = eldest.next().call;
        eldest.remove();
        call.close();
    }

    @Override
    public void close() {
        if (thread.isClosed()) {
            return;
        }
        try {
            thread.call(() -> {
                device.access().exclusively(this::release);
                return true;
            });
        } finally {
            thread.close();
        }
    }

    private void release() {
        while (!known.isEmpty()) {
            discardEldest();
        }
        // None may be found here by a call that comes too late.
        if (first != null) {
            GraphSource.close(first);
            first = null;
        }
        if (spare != null) {
            GraphSource.close(spare);
            spare = null;
        }
        if (copies != null) {
            copies.close();
            copies = null;
        }
    }
}
