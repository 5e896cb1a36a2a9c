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

    private final Account account = new Account();
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

    /** Whether an engine paints the stream. */
    public boolean assigned() {
        return line != null;
    }

    /** How many shares of its engine the stream has; 1 unless somebody gives it more. */
    public void weigh(int shares) {
        account.weigh(shares);
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
    public void ask(Turn turn) {
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
