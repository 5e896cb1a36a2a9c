package org.speakdraw.app.history;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.speakdraw.app.stream.events.SessionEvent;
import org.speakdraw.app.stream.events.SessionEvent.Ended;
import org.speakdraw.app.stream.events.SessionEvent.PromptChanged;
import org.speakdraw.app.stream.events.SessionEvent.SettingsChanged;

/**
 * Events waiting to be written, in the order in which they came. Changes of settings do not wait, since the history
 * does not keep them, and floods of prompts are thinned out by {@link PromptBursts}. There is a bound for one session
 * and one for all.
 * A session that exceeds its own loses its oldest prompts; when all together are too many, the session with the most
 * prompts loses its oldest. The beginning of a session is given up, and the whole session with it, only when no prompts
 * are left; those that are over go first. What is given up is counted. Thread-safe.
 */
final class PendingEvents {

    private final int max;
    private final int maxPrompts;
    private final LongSupplier nanoClock;
    private final PromptBursts bursts = new PromptBursts();
    /** By their numbers, which only grow. */
    private final NavigableMap<Long, SessionEvent> events = new TreeMap<>();
    /** Numbers of the prompts of each session that has any. */
    private final Map<UUID, Deque<Long>> prompts = new HashMap<>();

    private long lastNumber;
    /** The number of the last event that {@link #peek} showed. */
    private long lastShown;

    private long lost;
    /** How many of the events that {@link #peek} showed have been given up since. */
    private int lostOfShown;

    /**
     * @param max        events of all sessions
     * @param maxPrompts of one session
     * @param nanoClock  as {@link System#nanoTime}
     */
    PendingEvents(int max, int maxPrompts, LongSupplier nanoClock) {
        if (max < 2 || maxPrompts < 1) {
            throw new IllegalArgumentException("speakdraw.history.max-pending-events is " + max
                    + ", max-pending-prompts-per-session " + maxPrompts + "; at least 2 and 1");
        }
        this.max = max;
        this.maxPrompts = maxPrompts;
        this.nanoClock = nanoClock;
    }

    synchronized void add(SessionEvent event) {
        if (event instanceof PromptChanged prompt) {
            bursts.offer(prompt, nanoClock.getAsLong()).ifPresent(this::append);
        } else if (event instanceof Ended) {
            bursts.end(event.session()).ifPresent(this::append);
            append(event);
        } else if (!(event instanceof SettingsChanged)) {
            append(event);
        }
    }

    private void append(SessionEvent event) {
        lastNumber++;
        events.put(lastNumber, event);
        if (event instanceof PromptChanged) {
            Deque<Long> own = prompts.computeIfAbsent(event.session(), session -> new ArrayDeque<>());
            own.addLast(lastNumber);
            if (own.size() > maxPrompts) {
                giveUp(own.getFirst());
            }
        }
        while (events.size() > max) {
            makeRoom();
        }
    }

    private void makeRoom() {
        prompts.values().stream()
                .max(Comparator.comparingInt(Deque::size))
                .ifPresentOrElse(own -> giveUp(own.getFirst()), this::giveUpASession);
    }

    private void giveUpASession() {
        UUID session = events.values().stream()
                .filter(Ended.class::isInstance)
                .findFirst()
                .orElseGet(() -> events.firstEntry().getValue())
                .session();
        events.entrySet().stream()
                .filter(entry -> entry.getValue().session().equals(session))
                .map(Map.Entry::getKey)
                .toList()
                .forEach(this::giveUp);
    }

    private void giveUp(long number) {
        forget(number);
        if (number <= lastShown) {
            lostOfShown++;
        } else {
            lost++;
        }
    }

    private void forget(long number) {
        Optional.ofNullable(events.remove(number))
                .map(SessionEvent::session)
                .ifPresent(session -> prompts.computeIfPresent(session, (id, own) -> {
                    own.removeFirstOccurrence(number);
                    return own.isEmpty() ? null : own;
                }));
    }

    /** Number of the last event now waiting, those whose turn has just come included. */
    synchronized long last() {
        bursts.due(nanoClock.getAsLong()).forEach(this::append);
        return lastNumber;
    }

    /** Number of the last event now waiting, after which no prompt of the session is held back any more. */
    synchronized long lastOf(UUID session) {
        bursts.end(session).ifPresent(this::append);
        return lastNumber;
    }

    /** The same of all sessions. */
    synchronized long lastOfAll() {
        bursts.endAll().forEach(this::append);
        return lastNumber;
    }

    /** The oldest {@code count} events up to number {@code last}, which stay. */
    synchronized List<SessionEvent> peek(int count, long last) {
        // Those that were shown before were not written.
        lost += lostOfShown;
        lostOfShown = 0;
        List<Long> numbers =
                events.headMap(last, true).keySet().stream().limit(count).toList();
        lastShown = numbers.isEmpty() ? 0 : numbers.get(numbers.size() - 1);
        return numbers.stream().map(events::get).toList();
    }

    /** Those that {@link #peek} showed last are written. */
    synchronized void remove() {
        List.copyOf(events.headMap(lastShown, true).keySet()).forEach(this::forget);
        lostOfShown = 0;
        lastShown = 0;
    }

    /** How many were given up since the last call. */
    synchronized long takeLost() {
        long count = lost;
        lost = 0;
        return count;
    }
}
