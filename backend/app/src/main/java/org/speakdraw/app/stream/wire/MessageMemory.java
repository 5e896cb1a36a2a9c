package org.speakdraw.app.stream.wire;

import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.speakdraw.app.stream.session.LiveSession;
import org.speakdraw.app.stream.session.SessionOrigin;

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
    /** Of one client there, so that nobody takes what a class behind one address has: two sessions with the largest frames. */
    private static final long OF_OWNER = 48L << 20;

    private final long limit;
    private final long addressShare;
    private final long ownerShare;
    private final Map<String, Long> byAddress = new HashMap<>();
    private final Map<UUID, Long> byOwner = new HashMap<>();
    private long held;

    public MessageMemory() {
        this(ALL, OF_ADDRESS, OF_OWNER);
    }

    MessageMemory(long limit, long addressShare, long ownerShare) {
        this.limit = limit;
        this.addressShare = addressShare;
        this.ownerShare = ownerShare;
    }

    /**
     * The part of a socket that opens to a session.
     *
     * @param session whose participant and address are counted; without a participant it counts by itself
     */
    public Share share(LiveSession session) {
        SessionOrigin origin = session.origin();
        return share(origin.address(), origin.participant().orElse(session.id()));
    }

    Share share(String address, UUID owner) {
        return new Share(address, owner);
    }

    private synchronized boolean reserve(String address, UUID owner, long bytes) {
        if (held + bytes > limit
                || byAddress.getOrDefault(address, 0L) + bytes > addressShare
                || byOwner.getOrDefault(owner, 0L) + bytes > ownerShare) {
            return false;
        }
        held += bytes;
        byAddress.merge(address, bytes, Long::sum);
        byOwner.merge(owner, bytes, Long::sum);
        return true;
    }

    private synchronized void release(String address, UUID owner, long bytes) {
        held -= bytes;
        release(byAddress, address, bytes);
        release(byOwner, owner, bytes);
    }

    private static <K> void release(Map<K, Long> taken, K key, long bytes) {
        taken.computeIfPresent(key, (same, before) -> before > bytes ? before - bytes : null);
    }

    /** What one socket takes: as much as its largest message so far needs, until it is closed. Thread-safe. */
    public final class Share {

        private final String address;
        private final UUID owner;
        private long reserved;
        private boolean closed;

        private Share(String address, UUID owner) {
            this.address = address;
            this.owner = owner;
        }

        /** Whether a message may have so many bytes. */
        public synchronized boolean fits(int bytes) {
            long more = (long) MESSAGES * bytes - reserved;
            if (bytes <= SMALL || more <= 0) {
                return true;
            }
            if (closed || !reserve(address, owner, more)) {
                return false;
            }
            reserved += more;
            return true;
        }

        /** The socket is closed; more than once does nothing. */
        public synchronized void close() {
            closed = true;
            release(address, owner, reserved);
            reserved = 0;
        }
    }
}
