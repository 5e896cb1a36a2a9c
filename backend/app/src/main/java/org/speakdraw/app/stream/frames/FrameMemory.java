package org.speakdraw.app.stream.frames;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.speakdraw.inference.imaging.DecodeBudget;

/**
 * One stream's part of the memory for decoded frames. Whatever becomes of them, all is free when the stream ends.
 * Thread-safe.
 */
public final class FrameMemory {

    /** Long enough for a frame that is being put together, short enough that a worker is not kept from the others. */
    private static final Duration PATIENCE = Duration.ofMillis(50);

    private final DecodeBudget.Share share;
    private final Set<Held> frames = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    FrameMemory(DecodeBudget budget) {
        this.share = budget.share();
    }

    /**
     * Memory for one frame; waits a moment.
     *
     * @return empty when others hold too much
     * @throws org.speakdraw.inference.InferenceException {@code frame-too-large} when it never fits
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    Optional<Held> reserve(long bytes) throws InterruptedException {
        Optional<Held> held = share.reserve(bytes, PATIENCE).map(Held::new);
        held.ifPresent(frames::add);
        if (closed) {
            close();
        }
        return held;
    }

    /** The stream is over. */
    void close() {
        closed = true;
        frames.forEach(Held::close);
    }

    /** One frame's memory, until nobody needs the frame. Thread-safe. */
    public final class Held {

        private final DecodeBudget.Reservation reservation;

        private Held(DecodeBudget.Reservation reservation) {
            this.reservation = reservation;
        }

        /** The frame has become smaller: all but {@code bytes} are free. */
        void shrink(long bytes) {
            reservation.shrink(bytes);
        }

        /** The frame is done with; more than once does nothing. */
        public void close() {
            frames.remove(this);
            reservation.close();
        }
    }
}
