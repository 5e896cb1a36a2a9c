package org.speakdraw.app.safety;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.speakdraw.inference.Frame;

/**
 * One end of a session, its pictures in or out: the newest of them, and what the filter made of it. Guarded by its
 * {@link PictureGuard}.
 */
final class Sight {

    /** Harmless judgements in a row after which a picture is shown again. */
    private static final int TRUST = 2;

    private @Nullable Seen newest;
    private int count;
    /** Number of the last one that was judged. */
    private int judged;
    /** Number of the last one that was forgotten. */
    private int forgotten;

    private @Nullable PictureSketch sketch;
    private boolean lastUnfit;
    /** Harmless judgements still to come. */
    private int suspicion;

    private long judgedNanos = Long.MIN_VALUE;

    /** A picture, its number from 1, and when it was seen. */
    record Seen(Frame frame, int number, long nanos) {}

    /** A picture came. */
    void see(Frame frame, long now) {
        count++;
        newest = new Seen(frame, count, now);
    }

    /** There are no pictures here any more, and nothing is held against those that were. */
    void forget() {
        newest = null;
        judged = count;
        forgotten = count;
        sketch = null;
        suspicion = 0;
        lastUnfit = false;
    }

    /** Whether there is something to judge, and the last time is {@code interval} ago. */
    boolean due(long now, long interval) {
        boolean open = newest != null && (count != judged || suspicion > 0);
        return open && (judgedNanos == Long.MIN_VALUE || now - judgedNanos >= interval);
    }

    /** Smaller for what has waited longer. */
    long judgedNanos() {
        return judgedNanos;
    }

    /** The newest picture, if nobody has looked at it yet. */
    Optional<Seen> unjudged() {
        return count == judged ? Optional.empty() : newest();
    }

    Optional<Seen> newest() {
        return Optional.ofNullable(newest);
    }

    /** Whether it shows about what the last one showed, so that what was found of that holds. */
    boolean isFamiliar(PictureSketch other) {
        return sketch != null && !sketch.differsFrom(other);
    }

    boolean lastUnfit() {
        return lastUnfit;
    }

    /** The filter has looked at {@code seen}, which may have been forgotten meanwhile. */
    void judge(Seen seen, PictureSketch of, boolean unfit, long now) {
        if (seen.number() <= forgotten) {
            return;
        }
        judged = seen.number();
        if (!isFamiliar(of)) {
            // What changes little by little is compared with what was really looked at.
            sketch = of;
        }
        lastUnfit = unfit;
        judgedNanos = now;
        suspicion = unfit ? TRUST : Math.max(0, suspicion - 1);
    }

    boolean unfit() {
        return suspicion > 0;
    }

    /** Until when pictures are known to be harmless, given that the last judgement was. */
    long clearedNanos(long takenNanos, long now) {
        Seen last = newest;
        return last == null || count == judged ? now : Math.min(takenNanos, last.nanos());
    }
}
