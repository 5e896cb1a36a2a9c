package org.speakdraw.inference.imaging;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;

/**
 * How many bytes of decoded pictures a server holds at once. Whoever decodes reserves what it will cost first, and
 * closes the reservation when the picture is let go:
 *
 * <pre>{@code
 * PlannedJpeg jpeg = codec.plan(data, offset, length, DecodeSize.of(512, 512, Fit.CROP));
 * try (DecodeBudget.Reservation memory = budget.reserve(jpeg.bytes(), PATIENCE).orElseThrow(...)) {
 *     Frame frame = jpeg.decode();
 * }
 * }</pre>
 *
 * First come, first served: a large picture is not overtaken for ever by small ones. Thread-safe.
 */
public final class DecodeBudget {

    /** A permit of the semaphore, in bytes: 2 TiB fit its counter. */
    private static final int UNIT = 1024;

    private final int units;
    private final Semaphore free;

    /** @param maxBytes at least 1024, at most 1 TiB */
    public DecodeBudget(long maxBytes) {
        if (maxBytes < UNIT || maxBytes > 1L << 40) {
            throw new IllegalArgumentException("a budget of " + maxBytes + " bytes; it is 1 kiB to 1 TiB");
        }
        units = (int) (maxBytes / UNIT);
        free = new Semaphore(units, true);
    }

    /**
     * Reserves memory, waiting for others to give theirs back.
     *
     * @param bytes    at least 0
     * @param patience how long to wait; zero: not at all
     * @return empty if there was not enough in time: the picture is to be left out, or asked for again later
     * @throws InferenceException {@code frame-too-large} if it is more than the whole budget
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    public Optional<Reservation> reserve(long bytes, Duration patience) throws InterruptedException {
        if (bytes > (long) units * UNIT) {
            throw new InferenceException(
                    InferenceError.FRAME_TOO_LARGE,
                    "a frame that takes " + bytes + " bytes to decode; all frames together have "
                            + (long) units * UNIT);
        }
        int wanted = unitsOf(bytes);
        return free.tryAcquire(wanted, patience.toNanos(), TimeUnit.NANOSECONDS)
                ? Optional.of(new Reservation(wanted))
                : Optional.empty();
    }

    /** Bytes that nobody has reserved. */
    public long freeBytes() {
        return (long) free.availablePermits() * UNIT;
    }

    /** Bytes of the whole budget. */
    public long maxBytes() {
        return (long) units * UNIT;
    }

    private static int unitsOf(long bytes) {
        return (int) ((bytes + UNIT - 1) / UNIT);
    }

    /** Reserved memory. Thread-safe: another thread than the one that reserved it may give it back. */
    public final class Reservation implements AutoCloseable {

        private final AtomicInteger held;

        private Reservation(int units) {
            held = new AtomicInteger(units);
        }

        /** Gives back all but {@code bytes}, as when the picture has been made smaller. Never takes more. */
        public void shrink(long bytes) {
            int kept = unitsOf(bytes);
            int before = held.getAndUpdate(now -> Math.min(now, kept));
            free.release(Math.max(0, before - kept));
        }

        /** Gives back what is left; once is enough, more does nothing. */
        @Override
        public void close() {
            free.release(held.getAndSet(0));
        }
    }
}
