package org.speakdraw.inference.imaging;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;

/**
 * How many bytes of decoded pictures a server holds at once. Each stream has a share; whoever decodes reserves what it
 * will cost first, and closes the reservation when the picture is let go:
 *
 * <pre>{@code
 * DecodeBudget.Share share = budget.share();
 * PlannedJpeg jpeg = codec.plan(data, offset, length, DecodeSize.of(512, 512, Fit.CROP));
 * try (DecodeBudget.Reservation memory = share.reserve(jpeg.bytes(), PATIENCE).orElseThrow(...)) {
 *     Frame frame = jpeg.decode();
 * }
 * }</pre>
 *
 * <p>While there is enough, everybody gets what they ask for. When it is scarce, those go first who stay within an equal
 * part of the budget for each stream that holds or wants some, so a stream of large frames waits for the others and they
 * do not wait for it. Among equals it is first come, first served. Thread-safe.
 */
public final class DecodeBudget {

    private static final long LEAST = 1024;
    private static final long MOST = 1L << 40;

    private final long maxBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition served = lock.newCondition();
    /** In the order in which they came. */
    private final List<Request> waiting = new ArrayList<>();
    /** Those that hold or want some. */
    private final Set<Share> active = new HashSet<>();

    private long free;

    /** @param maxBytes at least 1024, at most 1 TiB */
    public DecodeBudget(long maxBytes) {
        if (maxBytes < LEAST || maxBytes > MOST) {
            throw new IllegalArgumentException("a budget of " + maxBytes + " bytes; it is 1 kiB to 1 TiB");
        }
        this.maxBytes = maxBytes;
        this.free = maxBytes;
    }

    /** The share of one more stream. */
    public Share share() {
        return new Share();
    }

    /** Bytes that nobody has reserved. */
    public long freeBytes() {
        lock.lock();
        try {
            return free;
        } finally {
            lock.unlock();
        }
    }

    /** Bytes of the whole budget. */
    public long maxBytes() {
        return maxBytes;
    }

    /** Gives to those who wait, until the one whose turn it is has to wait on. Called with the lock held. */
    private void serve() {
        for (Optional<Request> next = next(); next.isPresent(); next = next()) {
            Request request = next.get();
            if (request.bytes > free) {
                return;
            }
            waiting.remove(request);
            request.granted = true;
            request.share.held += request.bytes;
            free -= request.bytes;
            served.signalAll();
        }
    }

    /** Whose turn it is: the first stream that stays within an equal part, or else the first of all. */
    private Optional<Request> next() {
        long part = maxBytes / Math.max(1, active.size());
        Set<Share> seen = new HashSet<>();
        for (Request request : waiting) {
            boolean firstOfItsStream = seen.add(request.share);
            if (firstOfItsStream && request.share.held + request.bytes <= part) {
                return Optional.of(request);
            }
        }
        return waiting.stream().findFirst();
    }

    private static final class Request {
        private final Share share;
        private final long bytes;
        private boolean granted;

        Request(Share share, long bytes) {
            this.share = share;
            this.bytes = bytes;
        }
    }

    /** What one stream has of the budget. Thread-safe. */
    public final class Share {

        private long held;

        private Share() {}

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
            if (bytes > maxBytes) {
                throw new InferenceException(
                        InferenceError.FRAME_TOO_LARGE,
                        "a frame that takes " + bytes + " bytes to decode; all frames together have " + maxBytes);
            }
            Request request = new Request(this, bytes);
            lock.lockInterruptibly();
            try {
                await(request, patience.toNanos());
                return request.granted ? Optional.of(new Reservation(this, bytes)) : Optional.empty();
            } catch (InterruptedException e) {
                giveBack(request.granted ? bytes : 0);
                throw e;
            } finally {
                waiting.remove(request);
                leaveIfDone();
                lock.unlock();
            }
        }

        private void await(Request request, long patienceNanos) throws InterruptedException {
            active.add(this);
            waiting.add(request);
            serve();
            for (long left = patienceNanos; !request.granted && left > 0; ) {
                left = served.awaitNanos(left);
            }
        }

        private void giveBack(long bytes) {
            lock.lock();
            try {
                held -= bytes;
                free += bytes;
                leaveIfDone();
            } finally {
                lock.unlock();
            }
        }

        /** The others have more, then; somebody may have waited for that, or behind this one. */
        private void leaveIfDone() {
            if (held == 0 && waiting.stream().noneMatch(request -> request.share == this)) {
                active.remove(this);
            }
            serve();
        }
    }

    /** Reserved memory. Thread-safe: another thread than the one that reserved it may give it back. */
    public static final class Reservation implements AutoCloseable {

        private final Share share;
        private final AtomicLong held;

        private Reservation(Share share, long bytes) {
            this.share = share;
            this.held = new AtomicLong(bytes);
        }

        /** Gives back all but {@code bytes}, as when the picture has been made smaller. Never takes more. */
        public void shrink(long bytes) {
            long before = held.getAndUpdate(now -> Math.min(now, bytes));
            share.giveBack(Math.max(0, before - bytes));
        }

        /** Gives back what is left; once is enough, more does nothing. */
        @Override
        public void close() {
            share.giveBack(held.getAndSet(0));
        }
    }
}
