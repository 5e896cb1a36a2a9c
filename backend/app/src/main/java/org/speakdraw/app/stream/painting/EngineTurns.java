package org.speakdraw.app.stream.painting;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.speakdraw.app.fairness.Account;
import org.speakdraw.app.fairness.Pace;
import org.speakdraw.app.stream.session.LiveSession;

/**
 * A session's turns at its engine: which one that is, whether it stands in line there, how soon it may have its next turn
 * and what it has had. Thread-safe.
 */
public final class EngineTurns {

    private final Account account = new Account();
    private final Pace pace = new Pace(System.nanoTime());
    private final AtomicBoolean asking = new AtomicBoolean();
    private volatile long lastNanos = System.nanoTime();
    /** Null while the session waits to be admitted. */
    private volatile @Nullable Engine engine;

    /** {@code chosen} paints the session from now on. */
    public void assign(Engine chosen) {
        lastNanos = System.nanoTime();
        engine = chosen;
    }

    public boolean assigned() {
        return engine != null;
    }

    /** What the session has had of the engine. */
    public Account account() {
        return account;
    }

    /** The earliest moment of the next turn. */
    public long notBeforeNanos() {
        return pace.notBeforeNanos();
    }

    /** {@code session}, whose turns these are, stands in line, unless it does already. */
    public void ask(LiveSession session) {
        Engine painter = engine;
        // Without an engine there was no credit; a frame that came all the same waits and is replaced.
        if (painter != null && asking.compareAndSet(false, true)) {
            painter.dueSessions().add(session);
        }
    }

    /** A turn has come; the session may ask for another one. */
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
