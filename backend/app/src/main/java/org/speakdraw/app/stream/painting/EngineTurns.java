package org.speakdraw.app.stream.painting;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.speakdraw.app.fairness.Account;
import org.speakdraw.app.fairness.Pace;

/**
 * A stream's turns at its engine: in which line it stands there, whether it does now, how soon it may have its next
 * turn and what it has had. Thread-safe.
 */
public final class EngineTurns {

    private volatile Account account = new Account();
    private volatile int shares = 1;
    private final Pace pace = new Pace(System.nanoTime());
    private final AtomicBoolean asking = new AtomicBoolean();
    private volatile long lastNanos = System.nanoTime();
    /** Null while the stream waits to be admitted. */
    private volatile @Nullable DueTurns line;

    /** From now on the engine of {@code chosen} paints the stream. */
    public void assign(DueTurns chosen) {
        lastNanos = System.nanoTime();
        line = chosen;
    }

    /** The engine of {@code chosen} paints the stream of {@code turn} instead of the one that did, which cannot any more. */
    public synchronized void move(Turn turn, DueTurns chosen) {
        DueTurns before = line;
        if (before != null) {
            before.remove(turn);
        }
        // What was served there says nothing about here.
        account = new Account();
        account.weigh(shares);
        assign(chosen);
        if (asking.getAndSet(false)) {
            ask(turn);
        }
    }

    /** Whether an engine paints the stream. */
    public boolean assigned() {
        return line != null;
    }

    /** How many shares of its engine the stream has; 1 unless somebody gives it more. */
    public synchronized void weigh(int wanted) {
        account.weigh(wanted);
        shares = wanted;
    }

    /** What the stream has had of the engine. */
    Account account() {
        return account;
    }

    /** The earliest moment of the next turn. */
    long notBeforeNanos() {
        return pace.notBeforeNanos();
    }

    /** {@code turn}, whose turns these are, stands in line, unless it does already. */
    public synchronized void ask(Turn turn) {
        DueTurns here = line;
        // Without an engine there was no credit; a frame that came all the same waits and is replaced.
        if (here != null && asking.compareAndSet(false, true)) {
            here.add(turn);
        }
    }

    /** A turn has come; the stream may ask for another one. */
    public void taken(long periodNanos) {
        lastNanos = System.nanoTime();
        pace.taken(lastNanos, periodNanos);
        asking.set(false);
    }

    /** Since the last turn, or since it was assigned. */
    public Duration pause() {
        return Duration.ofNanos(System.nanoTime() - lastNanos);
    }
}
