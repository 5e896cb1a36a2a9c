package org.speakdraw.checkpoint.safetensors;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.speakdraw.checkpoint.CheckpointException;

/**
 * A tensor in a file, of which nothing is read yet.
 *
 * @param file    that has it
 * @param name    in the file
 * @param type    of its elements
 * @param shape   row-major
 * @param offset  of its first byte in the file
 * @param swapped whether it is a matrix that lies transposed: {@link #shape} is of what is meant, not of what lies there
 */
public record StoredTensor(
        TensorFile file, String name, StoredType type, List<Long> shape, long offset, boolean swapped) {

    private static final int CHUNK_ELEMENTS = 1 << 16;

    public StoredTensor {
        shape = List.copyOf(shape);
    }

    /** How many elements it has. */
    public long elements() {
        return shape.stream().reduce(1L, (a, b) -> a * b);
    }

    /** Part number {@code part} of {@code parts} of the same size, along the first dimension. */
    public StoredTensor part(int part, int parts) {
        if (shape.isEmpty() || shape.get(0) % parts != 0 || swapped) {
            throw new CheckpointException(describe() + " does not have " + parts + " equal parts.");
        }
        List<Long> smaller = new ArrayList<>(shape);
        smaller.set(0, shape.get(0) / parts);
        long bytes = elements() / parts * type.bytes();
        return new StoredTensor(file, name, type, smaller, offset + part * bytes, false);
    }

    /** What is meant when a matrix lies transposed. */
    public StoredTensor transposed() {
        if (shape.size() != 2) {
            throw new CheckpointException(describe() + " is not a matrix.");
        }
        return new StoredTensor(file, name, type, List.of(shape.get(1), shape.get(0)), offset, !swapped);
    }

    /** Reads {@code count} elements from number {@code from} on, in the order in which they lie. */
    public void read(long from, float[] into, int count) throws IOException {
        if (!type.isReadable()) {
            throw new CheckpointException(describe() + " has elements of type " + type
                    + "; weights are F32, F16 or BF16. Quantised checkpoints are not supported.");
        }
        ByteBuffer buffer = ByteBuffer.allocate(Math.min(count, CHUNK_ELEMENTS) * type.bytes())
                .order(ByteOrder.LITTLE_ENDIAN);
        for (int done = 0; done < count; ) {
            int now = Math.min(CHUNK_ELEMENTS, count - done);
            buffer.clear().limit(now * type.bytes());
            file.read(offset + (from + done) * type.bytes(), buffer);
            type.decode(buffer.flip(), into, done, now);
            done += now;
        }
    }

    /** For people. */
    public String describe() {
        return file.path().getFileName() + ": " + name + " " + shape;
    }
}
