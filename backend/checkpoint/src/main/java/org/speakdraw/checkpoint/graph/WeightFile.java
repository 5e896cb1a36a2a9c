package org.speakdraw.checkpoint.graph;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.LongConsumer;
import org.speakdraw.checkpoint.CheckpointException;
import org.speakdraw.checkpoint.safetensors.HalfPrecision;
import org.speakdraw.checkpoint.safetensors.StoredTensor;

/**
 * The file of weights beside a graph. It is written tensor by tensor: only those that are transposed or changed are in
 * memory as a whole.
 */
public final class WeightFile {

    private static final int CHUNK_ELEMENTS = 1 << 16;
    /** Of one tensor that has to be in memory; the largest of SDXL has 30 million. */
    private static final long MAX_WHOLE_ELEMENTS = 32 << 20;

    private final FileChannel channel;
    private final ElementType type;
    private final LongConsumer progress;
    private final float[] chunk = new float[CHUNK_ELEMENTS];
    private final ByteBuffer bytes;

    private WeightFile(FileChannel channel, ElementType type, LongConsumer progress) {
        this.channel = channel;
        this.type = type;
        this.progress = progress;
        bytes = ByteBuffer.allocate(CHUNK_ELEMENTS * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** How long the file gets, about. */
    public static long size(OnnxGraph graph) {
        return graph.parameters().stream()
                .mapToLong(parameter -> parameter.elements() * graph.type().bytes())
                .sum();
    }

    /**
     * Makes sure that there is a weight of the right shape for everything that {@code graph} takes.
     *
     * @throws CheckpointException naming the weight that is missing, or does not fit
     */
    public static void check(OnnxGraph graph, Weights weights) {
        graph.parameters().forEach(parameter -> find(parameter, weights));
    }

    /**
     * Writes the weights that {@code graph} takes.
     *
     * @param file     beside the graph, named {@link OnnxGraph#DATA}
     * @param progress told the bytes that have just been written
     * @throws CheckpointException naming the weight that is missing, or does not fit
     */
    public static void write(Path file, OnnxGraph graph, Weights weights, WeightChange change, LongConsumer progress)
            throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            WeightFile target = new WeightFile(channel, graph.type(), progress);
            for (Parameter parameter : graph.parameters()) {
                target.write(parameter, find(parameter, weights), change);
            }
        }
    }

    private static StoredTensor find(Parameter parameter, Weights weights) {
        StoredTensor tensor = weights.find(parameter.name())
                .orElseThrow(() -> new CheckpointException("The weights have no " + parameter.name() + " "
                        + parameter.shape() + ", which this model's configuration asks for."));
        if (!parameter.fits(tensor.shape())) {
            throw new CheckpointException(tensor.describe() + " does not fit: this model's configuration asks for "
                    + parameter.name() + " " + parameter.shape() + ".");
        }
        return tensor;
    }

    private void write(Parameter parameter, StoredTensor tensor, WeightChange change) throws IOException {
        channel.position(parameter.offset());
        boolean changed = change.changes(parameter);
        if (!changed && parameter.transposed() == tensor.swapped()) {
            copy(parameter, tensor);
            return;
        }
        if (parameter.elements() > MAX_WHOLE_ELEMENTS) {
            throw new CheckpointException(tensor.describe() + " is too large.");
        }
        float[] values = new float[Math.toIntExact(parameter.elements())];
        tensor.read(0, values, values.length);
        boolean lies = tensor.swapped();
        if (changed) {
            values = lies ? transposed(parameter, values, true) : values;
            lies = false;
            change.apply(parameter, values);
        }
        if (parameter.transposed() != lies) {
            values = transposed(parameter, values, lies);
        }
        for (int from = 0; from < values.length; from += CHUNK_ELEMENTS) {
            put(parameter, values, from, Math.min(CHUNK_ELEMENTS, values.length - from));
        }
    }

    private void copy(Parameter parameter, StoredTensor tensor) throws IOException {
        long all = parameter.elements();
        for (long from = 0; from < all; from += CHUNK_ELEMENTS) {
            int count = (int) Math.min(CHUNK_ELEMENTS, all - from);
            tensor.read(from, chunk, count);
            put(parameter, chunk, 0, count);
        }
    }

    /** @param back whether the values lie transposed already */
    private static float[] transposed(Parameter parameter, float[] values, boolean back) {
        int rows = Math.toIntExact(parameter.shape().get(back ? 1 : 0));
        int columns = values.length / rows;
        float[] turned = new float[values.length];
        for (int column = 0; column < columns; column++) {
            for (int row = 0; row < rows; row++) {
                turned[column * rows + row] = values[row * columns + column];
            }
        }
        return turned;
    }

    private void put(Parameter parameter, float[] values, int from, int count) throws IOException {
        bytes.clear();
        for (int i = from; i < from + count; i++) {
            if (!Float.isFinite(values[i])) {
                throw new CheckpointException(parameter.name() + " has a weight of " + values[i]
                        + ": the file is broken, or was not trained to the end.");
            }
            if (type == ElementType.HALF) {
                bytes.putShort(half(parameter, values[i]));
            } else {
                bytes.putFloat(values[i]);
            }
        }
        bytes.flip();
        int written = bytes.remaining();
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        progress.accept(written);
    }

    private static short half(Parameter parameter, float value) {
        short half = HalfPrecision.fromFloat(value);
        if (Float.isInfinite(HalfPrecision.toFloat(half))) {
            throw new CheckpointException(
                    parameter.name() + " has a weight of " + value + ", too large for half precision; use --full.");
        }
        return half;
    }
}
