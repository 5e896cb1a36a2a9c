package org.speakdraw.checkpoint.safetensors;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Map;

/** A file with weights, whatever its format. Not thread-safe. */
public abstract class TensorFile implements AutoCloseable {

    protected final Path path;
    protected final FileChannel channel;

    /** @param channel of the file, which is closed with this */
    protected TensorFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    public final Path path() {
        return path;
    }

    /** By name, in the file's order. */
    public abstract Map<String, StoredTensor> tensors();

    /** Fills {@code into} from byte {@code position} of the file on. */
    public final void read(long position, ByteBuffer into) throws IOException {
        long at = position;
        while (into.hasRemaining()) {
            int read = channel.read(into, at);
            if (read < 0) {
                throw new EOFException(path + " has become shorter");
            }
            at += read;
        }
    }

    @Override
    public final void close() throws IOException {
        channel.close();
    }
}
