package org.speakdraw.app.recording;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.RequestException;

/**
 * Who may make a file of a recording: so many at a time, and one for each owner. A file that is complete is in nobody's
 * way while it is fetched, however slowly, but an owner fetches only a few at a time. Thread-safe.
 */
final class ExportTurns {

    /** Files of one owner that are made or fetched: each takes room on the disk and a thread. */
    static final int MAX_HELD = 3;

    private final int maxMaking;
    private int making;
    private final Map<Object, Turn> makers = new HashMap<>();
    private final Map<Object, Integer> held = new HashMap<>();

    /** @param maxMaking files that are made at a time */
    ExportTurns(int maxMaking) {
        this.maxMaking = maxMaking;
    }

    /** The right to make one file, and to fetch it; closed when that is done. */
    final class Turn implements AutoCloseable {

        private final UUID session;
        private final Object owner;
        private volatile boolean cancelled;
        private boolean made;
        private boolean closed;

        private Turn(UUID session, Object owner) {
            this.session = session;
            this.owner = owner;
        }

        /** @throws RequestException {@code export-cancelled} */
        void requireWanted() {
            if (cancelled) {
                throw new RequestException(ApiError.EXPORT_CANCELLED, "The file was cancelled.");
            }
        }

        /** The file is complete, or will not be: others may make theirs. */
        void made() {
            synchronized (ExportTurns.this) {
                if (!made) {
                    made = true;
                    making--;
                    makers.remove(owner, this);
                }
            }
        }

        @Override
        public void close() {
            synchronized (ExportTurns.this) {
                made();
                if (!closed) {
                    closed = true;
                    held.computeIfPresent(owner, (key, count) -> count > 1 ? count - 1 : null);
                }
            }
        }
    }

    /**
     * Waits for nothing: either there is a place, or not.
     *
     * @throws RequestException {@code export-busy} when the owner has one already or the server has no place
     */
    synchronized Turn begin(UUID session, Object owner) {
        if (makers.containsKey(owner)) {
            throw busy("Your last file is still being made; wait for it, or cancel it.");
        }
        if (held.getOrDefault(owner, 0) >= MAX_HELD) {
            throw busy("Your last files are still being fetched; wait for them.");
        }
        if (making >= maxMaking) {
            throw busy("The server is busy making files for others; try again in a moment.");
        }
        Turn turn = new Turn(session, owner);
        making++;
        makers.put(owner, turn);
        held.merge(owner, 1, Integer::sum);
        return turn;
    }

    private static RequestException busy(String detail) {
        return new RequestException(ApiError.EXPORT_BUSY, detail);
    }

    /** Ends the making of a file of {@code session}, with {@code export-cancelled}, before its next picture. */
    synchronized void cancel(UUID session, Object owner) {
        Turn turn = makers.get(owner);
        if (turn != null && turn.session.equals(session)) {
            turn.cancelled = true;
            // Its place is free when it has ended; its owner may begin another one at once.
            makers.remove(owner);
        }
    }
}
