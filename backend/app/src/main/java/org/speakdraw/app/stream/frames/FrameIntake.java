package org.speakdraw.app.stream.frames;

import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.inference.SpeakDrawException;

/**
 * The way of a stream's frames from the socket to the engine: a credit check, a mailbox of size one before the decoder,
 * a mailbox of size one before the engine. Whatever the client does, two frames wait at most. Thread-safe.
 *
 * <p>A frame's credit comes back when its session says so after the engine took it, or when the frame leads to nothing.
 * The credits of frames that were replaced by newer ones come back together with it, so a client cannot run ahead of
 * the engine by being fast. Frames of the session's own take the same way and neither need credit nor give any.
 */
public final class FrameIntake {

    private static final System.Logger LOG = System.getLogger(FrameIntake.class.getName());

    private final Function<InputFrame, Decoded> decoder;
    private final LatestOnly<InputFrame> decoding;
    private final AtomicReference<ReadyFrame> ready = new AtomicReference<>();
    private final AtomicInteger credit = new AtomicInteger();
    private final AtomicInteger owed = new AtomicInteger();
    private volatile int limit;
    private final Listener listener;

    /** What the stream does about it. Called on whatever thread it happens; must not wait. */
    public interface Listener {

        /** The engine can take a frame. */
        void frameReady();

        /** A newer frame took an older one's place. */
        void frameReplaced();

        /** {@code frame} is left out. */
        void frameSkipped(InputFrame frame, Decoded.Reason reason);

        /** A frame cannot be painted. */
        void frameRefused(SpeakDrawException reason);

        /** The client may send {@code frames} more. */
        void creditReturned(int frames);
    }

    /**
     * An intake without credit.
     *
     * @param decoder  makes a frame ready
     * @param executor runs the decoder
     */
    public FrameIntake(Function<InputFrame, Decoded> decoder, Executor executor, Listener listener) {
        this.decoder = decoder;
        this.listener = listener;
        this.decoding = new LatestOnly<>(executor, this::decode);
    }

    /** A new client begins with {@code frames} of credit. */
    public void open(int frames) {
        limit = frames;
        owed.set(0);
        credit.set(frames);
    }

    /**
     * Takes a frame.
     *
     * @return false when it had no credit; then the frame is gone
     */
    public boolean offer(InputFrame frame) {
        if (!frame.isEmpty() && credit.getAndUpdate(left -> Math.max(0, left - 1)) == 0) {
            return false;
        }
        for (InputFrame dropped : decoding.offer(frame)) {
            replaced(dropped.credit());
            if (dropped.equals(frame)) {
                // No other will be taken that this one's credit could come back with.
                giveBack(0);
            }
        }
        return true;
    }

    private void decode(InputFrame frame) {
        boolean kept = false;
        try {
            kept = take(frame, decoder.apply(frame));
        } catch (Throwable e) {
            LOG.log(System.Logger.Level.ERROR, "A frame broke the decoder", e);
            listener.frameRefused(new RequestException(ApiError.INTERNAL, "The frame could not be read.", e));
        } finally {
            // Even after a bug in the decoder: credit that is lost once is missing for ever.
            if (!kept) {
                giveBack(frame.credit());
            }
        }
        if (kept) {
            listener.frameReady();
        }
    }

    /** Whether a frame is there for the engine. */
    private boolean take(InputFrame frame, Decoded decoded) {
        if (decoded instanceof Decoded.Ready made) {
            Optional.ofNullable(ready.getAndSet(made.frame())).ifPresent(older -> {
                older.context().release();
                replaced(older.credit());
            });
            return true;
        } else if (decoded instanceof Decoded.Skipped skipped) {
            listener.frameSkipped(frame, skipped.reason());
            return false;
        } else if (decoded instanceof Decoded.Refused refused) {
            listener.frameRefused(refused.reason());
            return false;
        }
        throw new IllegalArgumentException("nothing is known of " + decoded);
    }

    /** The frame to paint next, whose credit is not yet given back. Called by the engine. */
    public Optional<ReadyFrame> take() {
        return Optional.ofNullable(ready.getAndSet(null));
    }

    /** The frame that would be taken now. */
    public Optional<ReadyFrame> next() {
        return Optional.ofNullable(ready.get());
    }

    /** Frames waiting for the engine. */
    public int waiting() {
        return ready.get() == null ? 0 : 1;
    }

    private void replaced(int cost) {
        if (cost > 0) {
            owed.addAndGet(cost);
            listener.frameReplaced();
        }
    }

    /**
     * A frame is dealt with: the client gets its credit back, and that of the frames it replaced.
     *
     * @param cost credit that the frame took
     */
    public void giveBack(int cost) {
        int frames = owed.getAndSet(0) + cost;
        // No more than a client begins with: a new client may have come since the frame was sent.
        int before = credit.getAndUpdate(left -> Math.min(limit, left + frames));
        int returned = Math.min(limit, before + frames) - before;
        if (returned > 0) {
            listener.creditReturned(returned);
        }
    }
}
