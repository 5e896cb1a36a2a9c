package org.speakdraw.app.stream.session;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.speakdraw.app.safety.Concern;
import org.speakdraw.app.safety.PictureGuard;

/** What the filters have to do with one session. Thread-safe. */
final class SessionSafety {

    /** For which a refused prompt is worth a teacher's look. */
    private static final long WORDS_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final PictureGuard guard;
    private final LongSupplier nanoTime;
    private volatile boolean inClass;
    private volatile boolean refusedEver;
    private volatile long refusedNanos;

    SessionSafety(PictureGuard guard, LongSupplier nanoTime) {
        this.guard = guard;
        this.nanoTime = nanoTime;
    }

    PictureGuard guard() {
        return guard;
    }

    /**
     * It belongs to somebody in a classroom from now on.
     *
     * @return false when it did before
     */
    synchronized boolean joinClass() {
        boolean newly = !inClass;
        inClass = true;
        guard.inClass();
        return newly;
    }

    boolean inClass() {
        return inClass;
    }

    /** A prompt was refused; what was in it is not kept. */
    void promptRefused() {
        refusedNanos = nanoTime.getAsLong();
        refusedEver = true;
    }

    /** What a teacher should know of now. */
    Optional<Concern> concern() {
        if (guard.covered()) {
            return Optional.of(Concern.PICTURE);
        }
        return refusedEver && nanoTime.getAsLong() - refusedNanos < WORDS_NANOS
                ? Optional.of(Concern.WORDS)
                : Optional.empty();
    }
}
