package org.speakdraw.checkpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.speakdraw.checkpoint.safetensors.SafetensorsFile;
import org.speakdraw.checkpoint.safetensors.StoredTensor;
import org.speakdraw.checkpoint.safetensors.StoredType;

/** What diffusers and transformers make of a checkpoint ({@code models/testing/checkpoints.py}). */
record Golden(Path file) {

    static final Path FOLDER = Path.of("src/test/resources/checkpoints");

    /** Numbers of a shape. */
    record Values(float[] numbers, long[] shape) {

        List<Long> sizes() {
            return Arrays.stream(shape).boxed().toList();
        }

        /** One row of the first dimension. */
        Values row(int row) {
            long[] one = shape.clone();
            one[0] = 1;
            int size = numbers.length / (int) shape[0];
            return new Values(Arrays.copyOfRange(numbers, row * size, (row + 1) * size), one);
        }
    }

    static Golden of(String name) {
        return new Golden(FOLDER.resolve(name + ".golden.safetensors"));
    }

    static Path checkpoint(String name) {
        return FOLDER.resolve(name);
    }

    Values values(String name) {
        try (SafetensorsFile open = SafetensorsFile.open(file)) {
            StoredTensor tensor = open.tensors().get(name);
            if (tensor == null) {
                throw new AssertionError(file + " has no " + name);
            }
            float[] numbers = new float[(int) tensor.elements()];
            if (tensor.type() == StoredType.I32) {
                ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
                for (int i = 0; i < numbers.length; i++) {
                    numbers[i] = bytes.getInt((int) tensor.offset() + 4 * i);
                }
            } else {
                tensor.read(0, numbers, numbers.length);
            }
            return new Values(
                    numbers, tensor.shape().stream().mapToLong(Long::longValue).toArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
