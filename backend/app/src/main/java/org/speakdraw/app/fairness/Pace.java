package org.speakdraw.app.fairness;

/**
 * A highest rate that is kept on average, to within {@value #SLACK}: a turn may come early by half a period after a
 * late one, so that a camera's jitter costs no pictures. Written by one thread, read by any.
 */
public final class Pace {

    /**
     * By this share of a period turns come sooner than asked for. A camera of the same rate would else keep for ever
     * whatever distance it has to the turns, and each of its frames would wait that long; so the turns catch up with
     * it.
     */
    private static final double SLACK = 0.02;

    private volatile long nextNanos;

    /**
     * @param nowNanos from which the first turn may be taken
     */
    public Pace(long nowNanos) {
        nextNanos = nowNanos;
    }

    /** The earliest moment of the next turn. */
    public long notBeforeNanos() {
        return nextNanos;
    }

    /**
     * A turn is taken.
     *
     * @param periodNanos from one turn to the next
     */
    public void taken(long nowNanos, long periodNanos) {
        long late = Math.min(nowNanos - nextNanos, periodNanos / 2);
        nextNanos = nowNanos - late + Math.round((1 - SLACK) * periodNanos);
    }
}
