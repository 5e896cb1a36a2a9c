package org.speakdraw.inference.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.platform.Fp16Conversions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;

/**
 * Reusable memory outside the heap for one input or output of a network. Callers write and read floats and integers;
 * the memory holds what the graph wants (for instance half precision). It grows when a shape needs more and never
 * shrinks. Not thread-safe; owned by whoever calls the network.
 */
public final class TensorBuffer {

    /** Buffers of so many bytes and more have memory pages for themselves. */
    static final int ALIGNED_FROM = 1 << 16;

    private static final int PAGE = 4096;

    private final TensorInfo info;
    private long[] shape = {};
    private ByteBuffer memory = direct(0);
    private FloatBuffer floats = memory.asFloatBuffer();

    /** Memory for the tensor that {@code info} describes; has no size until {@link #shape} is called. */
    public TensorBuffer(TensorInfo info) {
        this.info = info;
    }

    /**
     * Sets the shape for the next run; what the memory held stays only as far as the size stays.
     *
     * @throws InferenceException {@code size-unsupported} if that is more than one buffer can hold; it stays as it is then
     */
    public void shape(long... sizes) {
        if (sizes.length != info.rank()) {
            throw new IllegalArgumentException(
                    "tensor " + info.name() + " has " + info.rank() + " dimensions, got " + Arrays.toString(sizes));
        }
        try {
            long elements = Arrays.stream(sizes).reduce(1, Math::multiplyExact);
            reserve(Math.toIntExact(Math.multiplyExact(elements, info.type().bytes())));
        } catch (ArithmeticException e) {
            throw new InferenceException(
                    InferenceError.SIZE_UNSUPPORTED,
                    "tensor " + info.name() + " of " + Arrays.toString(sizes) + " is larger than a buffer can be",
                    e);
        }
        // Last: with less memory than its shape says, the buffer would be read past its end.
        shape = sizes.clone();
    }

    private void reserve(int bytes) {
        if (bytes > memory.capacity()) {
            memory = direct(bytes);
            floats = memory.asFloatBuffer();
        }
    }

    /** Number of elements. */
    public int size() {
        return Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
    }

    /** Sets all elements from {@code index} on that {@code values} has. */
    public void write(int index, float[] values) {
        switch (info.type()) {
            case FLOAT32 -> floats.put(index, values);
            case FLOAT16 -> {
                for (int i = 0; i < values.length; i++) {
                    memory.putShort(2 * (index + i), Fp16Conversions.floatToFp16(values[i]));
                }
            }
            case UINT8, INT32, INT64, BOOL -> {
                for (int i = 0; i < values.length; i++) {
                    write(index + i, (long) values[i]);
                }
            }
        }
    }

    /** Sets one element; exact in half precision up to 2048. */
    public void write(int index, long value) {
        switch (info.type()) {
            case FLOAT32 -> memory.putFloat(4 * index, (float) value);
            case FLOAT16 -> memory.putShort(2 * index, Fp16Conversions.floatToFp16((float) value));
            case UINT8 -> memory.put(index, (byte) value);
            case INT32 -> memory.putInt(4 * index, Math.toIntExact(value));
            case INT64 -> memory.putLong(8 * index, value);
            case BOOL -> memory.put(index, (byte) (value == 0 ? 0 : 1));
        }
    }

    /** Writes the same number everywhere. */
    public void fill(long value) {
        int count = size();
        for (int i = 0; i < count; i++) {
            write(i, value);
        }
    }

    /** Fills {@code target} with the elements from {@code index} on. */
    public void read(int index, float[] target) {
        switch (info.type()) {
            case FLOAT32 -> floats.get(index, target);
            case FLOAT16 -> {
                for (int i = 0; i < target.length; i++) {
                    target[i] = Fp16Conversions.fp16ToFloat(memory.getShort(2 * (index + i)));
                }
            }
            case UINT8, INT32, INT64, BOOL ->
                throw new IllegalStateException("tensor " + info.name() + " holds integers, not numbers to read");
        }
    }

    /** Sets the elements from {@code index} on to what {@link #readRaw} gave, without converting anything. */
    public void writeRaw(int index, byte[] elements) {
        memory.put(index * info.type().bytes(), elements);
    }

    /**
     * {@code count} elements from {@code index} on as the graph stores them: to keep and hand back, not to look into.
     */
    public byte[] readRaw(int index, int count) {
        byte[] elements = new byte[count * info.type().bytes()];
        memory.get(index * info.type().bytes(), elements);
        return elements;
    }

    /**
     * Sets {@code count} elements from {@code index} on to those of {@code source} from {@code from} on, without
     * converting anything.
     *
     * @param source of the same element type
     */
    public void copy(int index, TensorBuffer source, int from, int count) {
        requireSameType(source);
        int bytes = info.type().bytes();
        memory.put(index * bytes, source.memory, from * bytes, count * bytes);
    }

    /**
     * Swaps shape and memory with {@code other}: what a network has written becomes what it reads next, at no cost.
     *
     * @param other of the same element type and number of dimensions
     */
    public void exchange(TensorBuffer other) {
        requireSameType(other);
        long[] otherShape = other.shape;
        ByteBuffer otherMemory = other.memory;
        FloatBuffer otherFloats = other.floats;
        other.shape = shape;
        other.memory = memory;
        other.floats = floats;
        shape = otherShape;
        memory = otherMemory;
        floats = otherFloats;
    }

    private void requireSameType(TensorBuffer other) {
        if (other.info.type() != info.type() || other.info.rank() != info.rank()) {
            throw new InferenceException(
                    InferenceError.BUNDLE_INVALID,
                    "tensor " + info.name() + " and tensor " + other.info.name() + " differ in form");
        }
    }

    /** Sets every element to zero. */
    public void clear() {
        byte[] zeros = new byte[Math.min(8192, size() * info.type().bytes())];
        int bytes = size() * info.type().bytes();
        for (int at = 0; at < bytes; at += zeros.length) {
            memory.put(at, zeros, 0, Math.min(zeros.length, bytes - at));
        }
    }

    /** What the network says of it. */
    public TensorInfo info() {
        return info;
    }

    /** The shape for the next run. */
    public long[] dimensions() {
        return shape.clone();
    }

    /** All of it; the next {@link #shape} may put another in its place. */
    ByteBuffer memory() {
        return memory;
    }

    /** How much of the memory the shape takes. */
    public long bytes() {
        return (long) size() * info.type().bytes();
    }

    /** Name of the tensor in the graph. */
    public String name() {
        return info.name();
    }

    /** A view of the memory without a copy; the caller closes it before the buffer changes its shape. */
    OnnxTensor tensor(OrtEnvironment environment) {
        try {
            ByteBuffer view = memory.duplicate().order(ByteOrder.nativeOrder());
            view.clear().limit(size() * info.type().bytes());
            return OnnxTensor.createTensor(environment, view, shape, info.type().onnx());
        } catch (OrtException e) {
            throw new InferenceException(
                    InferenceError.MODEL_FAILED, "tensor " + info.name() + ": " + e.getMessage(), e);
        }
    }

    private static ByteBuffer direct(int bytes) {
        ByteBuffer memory = bytes < ALIGNED_FROM
                ? ByteBuffer.allocateDirect(bytes)
                : ByteBuffer.allocateDirect(Math.addExact(bytes, 2 * PAGE)).alignedSlice(PAGE);
        return memory.slice(0, bytes < ALIGNED_FROM ? bytes : (bytes + PAGE - 1) / PAGE * PAGE)
                .order(ByteOrder.nativeOrder());
    }
}
