package org.speakdraw.app.stream.wire;

import jakarta.inject.Singleton;
import java.util.UUID;
import org.speakdraw.app.platform.SharedBytes;
import org.speakdraw.app.platform.SharedBytes.Bounds;
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
    /** Behind which a whole class may be: 64 sessions with frames of 512 KiB. */
    private static final long OF_ADDRESS = 192L << 20;
    /** So that nobody takes what a class behind one address has: two sessions with the largest frames. */
    private static final long OF_PARTICIPANT = 48L << 20;

    private final Bounds bounds;
    private final SharedBytes taken = new SharedBytes();

    public MessageMemory() {
        this(new Bounds(ALL, OF_ADDRESS, OF_PARTICIPANT));
    }

    MessageMemory(Bounds bounds) {
        this.bounds = bounds;
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

    Share share(String address, UUID client) {
        return new Share(address, client.toString());
    }

    /** What one socket takes: as much as its largest message so far needs, until it is closed. Thread-safe. */
    public final class Share {

        private final String address;
        private final String client;
        private long reserved;
        private boolean closed;

        private Share(String address, String client) {
            this.address = address;
            this.client = client;
        }

        /** Whether a message may have so many bytes. */
        public synchronized boolean fits(int bytes) {
            long more = (long) MESSAGES * bytes - reserved;
            if (bytes <= SMALL || more <= 0) {
                return true;
            }
            if (closed || !taken.reserve(address, client, more, bounds)) {
                return false;
            }
            reserved += more;
            return true;
        }

        /** The socket is closed; more than once does nothing. */
        public synchronized void close() {
            closed = true;
            taken.release(address, client, reserved);
            reserved = 0;
        }
    }
}
