package org.speakdraw.checkpoint.safetensors;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;

/** A file with weights, whatever its format. Not thread-safe. */
public interface TensorFile extends AutoCloseable {

    Path path();

    /** By name, in the file's order. */
    Map<String, StoredTensor> tensors();

    /** Fills {@code into} from byte {@code position} of the file on. */
    void read(long position, ByteBuffer into) throws IOException;

    @Override
    void close() throws IOException;
}
