package org.speakdraw.app.stream.frames;

import java.util.concurrent.atomic.LongAdder;

/** Counts of a session: since its start, and of the second that is running. Thread-safe; one thread closes seconds. */
public final class SessionCounters {

    private final Count received = new Count();
    private final Count dropped = new Count();
    private final Count skipped = new Count();
    private final Count refused = new Count();
    private final Count painted = new Count();
    private final Count engineNanos = new Count();

    public void received() {
        received.add(1);
    }

    public void dropped() {
        dropped.add(1);
    }

    public void skipped() {
        skipped.add(1);
    }

    public void refused() {
        refused.add(1);
    }

    public void painted(long nanos) {
        painted.add(1);
        engineNanos.add(nanos);
    }

    public long totalReceived() {
        return received.total();
    }

    public long totalPainted() {
        return painted.total();
    }

    /**
     * Closes the running second.
     *
     * @param seconds how long it really was
     */
    public SessionStats closeSecond(double seconds, int queued, int sessions) {
        long frames = painted.sinceLast();
        long nanos = engineNanos.sinceLast();
        return new SessionStats(
                tenths(frames / seconds),
                received.sinceLast(),
                dropped.sinceLast(),
                skipped.sinceLast(),
                refused.sinceLast(),
                queued,
                frames == 0 ? 0 : tenths(nanos / 1e6 / frames),
                sessions);
    }

    private static double tenths(double value) {
        return Math.round(value * 10) / 10.0;
    }

    private static final class Count {
        private final LongAdder adder = new LongAdder();
        private long last;

        void add(long amount) {
            adder.add(amount);
        }

        long total() {
            return adder.sum();
        }

        long sinceLast() {
            long now = adder.sum();
            long difference = now - last;
            last = now;
            return difference;
        }
    }
}
