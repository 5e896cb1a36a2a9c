package org.speakdraw.app.stream.wire;

import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;

/**
 * What large messages of all sockets may take of the heap, in bytes: those that are on their way, and the frames before them
 * that are waiting and being painted. Small ones need nothing of it, so that whoever sends them always can. Thread-safe.
 */
@Singleton
public final class MessageMemory {

    /** Up to that a message is a small one; frames of a camera seldom have more. */
    static final int SMALL = 128 * 1024;
    /** One on its way, one before the decoder and one in it, one before the engine, one in it, one being sent. */
    static final int MESSAGES = 6;

    private static final long ALL = 256L << 20;
    /** Of one address, behind which a whole class may be: 64 sessions with frames of 512 KiB. */
    private static final long OF_ADDRESS = 192L << 20;

    private final long limit;
    private final long addressShare;
    private final Map<String, Long> byAddress = new HashMap<>();
    private long held;

    public MessageMemory() {
        this(ALL, OF_ADDRESS);
    }

    MessageMemory(long limit, long addressShare) {
        this.limit = limit;
        this.addressShare = addressShare;
    }

    /**
     * The part of a socket that opens.
     *
     * @param address of its client, as limits count it
     */
    public Share share(String address) {
        return new Share(address);
    }

    private synchronized boolean reserve(String address, long bytes) {
        long ofAddress = byAddress.getOrDefault(address, 0L) + bytes;
        if (ofAddress > addressShare || held + bytes > limit) {
            return false;
        }
        held += bytes;
        byAddress.put(address, ofAddress);
        return true;
    }

    private synchronized void release(String address, long bytes) {
        held -= bytes;
        byAddress.computeIfPresent(address, (same, taken) -> taken > bytes ? taken - bytes : null);
    }

    /** What one socket takes: as much as its largest message so far needs, until it is closed. Thread-safe. */
    public final class Share {

        private final String address;
        private long reserved;
        private boolean closed;

        private Share(String address) {
            this.address = address;
        }

        /** Whether a message may have so many bytes. */
        public synchronized boolean fits(int bytes) {
            long more = (long) MESSAGES * bytes - reserved;
            if (bytes <= SMALL || more <= 0) {
                return true;
            }
            if (closed || !reserve(address, more)) {
                return false;
            }
            reserved += more;
            return true;
        }

        /** The socket is closed; more than once does nothing. */
        public synchronized void close() {
            closed = true;
            release(address, reserved);
            reserved = 0;
        }
    }
}
