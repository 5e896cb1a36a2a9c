package org.speakdraw.app.stream.wire;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Text messages waiting for a client. Credits that wait are added up and only the newest of each kind of state waits,
 * so the queue stays short however slowly the client reads. Its owner guards it.
 */
final class OutboundMessages {

    /** Longer than any burst of errors that a client can cause by itself and still be one that reads. */
    private static final int MAX_WAITING = 64;

    private final Deque<ServerMessage> waiting = new ArrayDeque<>();

    /**
     * Adds a message.
     *
     * @return false when the client reads too little for one more
     */
    boolean add(ServerMessage message) {
        if (message instanceof ServerMessage.Credit credit) {
            return addCredit(credit);
        }
        waiting.removeIf(message::replaces);
        return append(message);
    }

    private boolean addCredit(ServerMessage.Credit credit) {
        int frames = credit.frames();
        for (ServerMessage earlier : waiting) {
            if (earlier instanceof ServerMessage.Credit other) {
                frames += other.frames();
            }
        }
        waiting.removeIf(ServerMessage.Credit.class::isInstance);
        return append(new ServerMessage.Credit(frames));
    }

    private boolean append(ServerMessage message) {
        return waiting.size() < MAX_WAITING && waiting.add(message);
    }

    /** Adds a message before all others. */
    void addFirst(ServerMessage message) {
        waiting.addFirst(message);
    }

    /** The next message. */
    Optional<ServerMessage> poll() {
        return Optional.ofNullable(waiting.poll());
    }
}
