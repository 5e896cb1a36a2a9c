package org.speakdraw.app.history;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.speakdraw.app.stream.events.SessionEvent;

/** Events waiting to be written; when there are too many the oldest are given up and counted. Thread-safe. */
final class PendingEvents {

    private final int max;
    private final Deque<SessionEvent> events = new ArrayDeque<>();
    private long lost;
    /** How many of the events that {@link #peek} showed have been given up since. */
    private int lostOfShown;

    PendingEvents(int max) {
        this.max = max;
    }

    synchronized void add(SessionEvent event) {
        if (events.size() >= max) {
            events.removeFirst();
            lost++;
            lostOfShown++;
        }
        events.addLast(event);
    }

    /** The oldest events, which stay. */
    synchronized List<SessionEvent> peek(int count) {
        lostOfShown = 0;
        return events.stream().limit(count).toList();
    }

    /** The {@code count} oldest of those that {@link #peek} showed last are written. */
    synchronized void remove(int count) {
        for (int i = lostOfShown; i < count; i++) {
            events.removeFirst();
        }
        lost -= Math.min(lostOfShown, count);
        lostOfShown = 0;
    }

    /** How many were given up since the last call. */
    synchronized long takeLost() {
        long count = lost;
        lost = 0;
        return count;
    }
}
