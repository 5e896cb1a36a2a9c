package org.speakdraw.app.stream.painting;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.speakdraw.app.fairness.FairShare;
import org.speakdraw.app.stream.session.LiveSession;

/**
 * Sessions with a frame for one engine, which takes them in the order that {@link FairShare} says: they pay for the UNet
 * rows of their frames and their size. A session stands in it once at most, and only while it has a frame. Thread-safe.
 */
final class DueTurns {

    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final FairShare<LiveSession> share = new FairShare<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition added = lock.newCondition();

    /** Called by a session that does not stand in it. */
    void add(LiveSession session) {
        lock.lock();
        try {
            share.ask(session, session.turns().account(), session.turns().notBeforeNanos());
            added.signal();
        } finally {
            lock.unlock();
        }
    }

    /**
     * The sessions whose turn it is.
     *
     * @param max how many at most
     * @return empty when it was nobody's within a fifth of a second
     */
    List<LiveSession> await(int max) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        lock.lock();
        try {
            while (true) {
                long now = System.nanoTime();
                List<LiveSession> taken = share.take(max, now, LiveSession::frameCost);
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
