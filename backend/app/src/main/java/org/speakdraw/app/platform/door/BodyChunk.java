package org.speakdraw.app.platform.door;

import io.undertow.connector.PooledByteBuffer;
import java.nio.ByteBuffer;

/**
 * A piece of a body. It gives its memory back as soon as it has been read, which may be long before the answer is
 * ready.
 */
final class BodyChunk implements PooledByteBuffer {

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final BodyMemory memory;
    private final BodyOwner owner;
    private final int size;
    private ByteBuffer buffer;
    private boolean open = true;

    /** @param size bytes, which are reserved already for this owner */
    BodyChunk(BodyMemory memory, BodyOwner owner, int size) {
        this.memory = memory;
        this.owner = owner;
        this.size = size;
        this.buffer = ByteBuffer.allocate(size);
    }

    @Override
    public synchronized ByteBuffer getBuffer() {
        return buffer;
    }

    @Override
    public synchronized void close() {
        if (open) {
            open = false;
            buffer = NOTHING;
            memory.release(owner, size);
        }
    }

    @Override
    public synchronized boolean isOpen() {
        return open;
    }
}
