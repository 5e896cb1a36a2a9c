package org.speakdraw.checkpoint.torch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.util.function.Supplier;

/**
 * A file of which only so many bytes are read: whoever reads an archive builds an object for each file in its list, however
 * long it is. Not thread-safe.
 */
final class BoundedChannel implements SeekableByteChannel {

    private final SeekableByteChannel file;
    private final Supplier<? extends RuntimeException> refusal;
    private long left;

    /**
     * @param bytes   that may be read before {@link #allow} is called
     * @param refusal thrown where more is asked for
     */
    BoundedChannel(SeekableByteChannel file, long bytes, Supplier<? extends RuntimeException> refusal) {
        this.file = file;
        this.refusal = refusal;
        left = bytes;
    }

    /** From now on only {@code bytes} more may be read. */
    void allow(long bytes) {
        left = bytes;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        if (into.remaining() > left) {
            throw refusal.get();
        }
        int read = file.read(into);
        left -= Math.max(0, read);
        return read;
    }

    @Override
    public int write(ByteBuffer from) {
        throw new NonWritableChannelException();
    }

    @Override
    public long position() throws IOException {
        return file.position();
    }

    @Override
    public SeekableByteChannel position(long position) throws IOException {
        file.position(position);
        return this;
    }

    @Override
    public long size() throws IOException {
        return file.size();
    }

    @Override
    public SeekableByteChannel truncate(long size) {
        throw new NonWritableChannelException();
    }

    @Override
    public boolean isOpen() {
        return file.isOpen();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
