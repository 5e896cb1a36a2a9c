package org.speakdraw.app.stream.painting;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.speakdraw.app.fairness.FairShare;

/**
 * Streams with a frame for one engine, which takes them in the order that {@link FairShare} says: they pay for the UNet
 * rows of their frames and their size. A stream stands in it once at most, and only while it has a frame. Thread-safe.
 */
public final class DueTurns {

    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final FairShare<Turn> share = new FairShare<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition added = lock.newCondition();
    private final LongSupplier nanoTime;

    /**
     * An empty line.
     *
     * @param nanoTime the clock of all turns
     */
    public DueTurns(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Called by a stream that does not stand in it. */
    void add(Turn turn) {
        lock.lock();
        try {
            share.ask(turn, turn.turns().account(), turn.turns().notBeforeNanos());
            added.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Called by a stream that goes elsewhere, whether or not it stands in it. */
    void remove(Turn turn) {
        lock.lock();
        try {
            share.withdraw(turn);
        } finally {
            lock.unlock();
        }
    }

    /**
     * The streams whose turn it is.
     *
     * @param max how many at most
     * @return empty when it was nobody's within a fifth of a second
     */
    public List<Turn> await(int max) throws InterruptedException {
        long end = nanoTime.getAsLong() + PATIENCE_NANOS;
        lock.lock();
        try {
            while (true) {
                long now = nanoTime.getAsLong();
                List<Turn> taken = share.take(max, now, Turn::cost);
                if (!taken.isEmpty() || now - end >= 0) {
                    return taken;
                }
                added.awaitNanos(Math.min(end - now, share.nanosToNext(now).orElse(PATIENCE_NANOS)));
            }
        } finally {
            lock.unlock();
        }
    }
}
