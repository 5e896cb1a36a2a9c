package org.speakdraw.app.safety;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.speakdraw.inference.Frame;

/**
 * Watches the pictures of one session, in and out. Frames only leave a reference here, on whatever thread they come; they
 * are looked at when the {@link PictureWatch} gets to them. When one does not belong in a school, all are to be covered
 * until the filter finds nothing any more. Nothing of them is kept. Thread-safe.
 */
public final class PictureGuard {

    /** What becomes of the judgements. Called on the watch's thread without a lock; must not wait. */
    public interface Listener {

        /** From now on pictures are covered, or no longer. */
        void covered(boolean on);

        /** What was seen before {@code nanos} ({@link System#nanoTime}) is harmless. */
        void cleared(long nanos);
    }

    private static final Listener NOBODY = new Listener() {
        @Override
        public void covered(boolean on) {}

        @Override
        public void cleared(long nanos) {}
    };

    private final SafetyScope scope;
    private final long intervalNanos;
    private final LongSupplier nanoTime;
    private final Predicate<Frame> refused;
    private final Runnable closed;
    private final Sight in = new Sight();
    private final Sight out = new Sight();
    private final List<Sight> sights = List.of(in, out);
    private volatile Listener listener = NOBODY;
    private volatile boolean inClass;
    private volatile boolean covered;

    /**
     * @param refused looks at a single picture
     * @param closed  called when the session is over
     */
    PictureGuard(
            SafetyScope scope,
            long intervalNanos,
            LongSupplier nanoTime,
            Predicate<Frame> refused,
            Consumer<PictureGuard> closed) {
        this.scope = scope;
        this.intervalNanos = intervalNanos;
        this.nanoTime = nanoTime;
        this.refused = refused;
        this.closed = () -> closed.accept(this);
    }

    /** Tells {@code newcomer} what is found, in place of the one before. */
    public void tell(Listener newcomer) {
        listener = newcomer;
    }

    /** The session belongs to somebody in a classroom. */
    public void inClass() {
        inClass = true;
    }

    /** Whether pictures are looked at. */
    public boolean watching() {
        return scope.covers(inClass);
    }

    /** Whether what is shown is to be covered now. */
    public boolean covered() {
        return covered;
    }

    /** Whether a picture that is no frame is refused; looks at it at once, on the caller's thread. */
    public boolean refuses(Frame picture) {
        return watching() && refused.test(picture);
    }

    /** A picture came in. */
    public void seesInput(Frame frame) {
        see(in, frame, nanoTime.getAsLong());
    }

    /** No pictures come in: it is painted from words alone. */
    public void seesNoInput() {
        if (watching()) {
            synchronized (this) {
                in.forget();
            }
        }
    }

    /**
     * A picture went out.
     *
     * @param nanos when that began, by {@link System#nanoTime}: it is not {@link Listener#cleared} before it is looked at
     */
    public void seesOutput(Frame frame, long nanos) {
        see(out, frame, nanos);
    }

    private void see(Sight sight, Frame frame, long nanos) {
        if (watching()) {
            synchronized (this) {
                sight.see(frame, nanos);
            }
        }
    }

    /** When the one of its pictures that has waited longest was looked at last; empty when none is due. */
    synchronized Optional<Long> dueSince(long now) {
        return dueSight(now).map(Sight::judgedNanos);
    }

    private Optional<Sight> dueSight(long now) {
        return sights.stream()
                .filter(sight -> sight.due(now, intervalNanos))
                .min(Comparator.comparingLong(Sight::judgedNanos));
    }

    /**
     * Looks at the picture that has waited longest.
     *
     * @param filter whether a picture does not belong in a school
     * @throws org.speakdraw.inference.SpeakDrawException {@code model-failed}; nothing has changed then
     */
    void judge(Predicate<Frame> filter) {
        Optional<Sight> due;
        Sight.Seen seen;
        long taken = nanoTime.getAsLong();
        synchronized (this) {
            due = dueSight(taken);
            if (due.isEmpty()) {
                return;
            }
            seen = due.get().newest().orElseThrow();
        }
        judge(due.get(), seen, taken, filter);
    }

    private void judge(Sight sight, Sight.Seen seen, long taken, Predicate<Frame> filter) {
        PictureSketch sketch = PictureSketch.of(seen.frame());
        boolean familiar;
        synchronized (this) {
            familiar = sight.isFamiliar(sketch);
        }
        boolean unfit = familiar ? sight.lastUnfit() : filter.test(seen.frame());
        boolean changed;
        boolean clear;
        long cleared;
        synchronized (this) {
            long now = nanoTime.getAsLong();
            sight.judge(seen, sketch, unfit, now);
            boolean before = covered;
            covered = in.unfit() || out.unfit();
            changed = covered != before;
            clear = !covered;
            cleared = Math.min(in.clearedNanos(taken, now), out.clearedNanos(taken, now));
        }
        if (changed) {
            listener.covered(!clear);
        }
        if (clear) {
            listener.cleared(cleared);
        }
    }

    /** Looks at whatever nobody has looked at yet, on the caller's thread, which may hold no lock of a listener. */
    public void settle() {
        for (Sight sight : sights) {
            Optional<Sight.Seen> waiting;
            synchronized (this) {
                waiting = sight.unjudged();
            }
            waiting.ifPresent(seen -> judge(sight, seen, nanoTime.getAsLong(), refused));
        }
    }

    /** The session is over. */
    public void close() {
        closed.run();
    }
}
