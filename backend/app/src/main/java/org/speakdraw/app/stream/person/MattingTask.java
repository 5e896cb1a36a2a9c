package org.speakdraw.app.stream.person;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.SpeakDrawException;

/**
 * Work on a frame's matte that goes on while the frame itself is in the engine: the picture needs the matte only when
 * it is put together. Thread-safe.
 */
public final class MattingTask {

    private final Callable<MattedFrame> work;
    private final CompletableFuture<MattedFrame> matted = new CompletableFuture<>();

    /** A task that {@link MattingLine} will run. */
    public MattingTask(Callable<MattedFrame> work) {
        this.work = work;
    }

    /** Does the work; never throws. */
    void run() {
        try {
            matted.complete(work.call());
        } catch (Throwable e) {
            // Whatever it was: somebody waits for an end.
            fail(e);
        }
    }

    /** The work is not done, for this reason. */
    void fail(Throwable reason) {
        matted.completeExceptionally(reason);
    }

    /** Completes, and never with a failure, once the work is over. */
    public CompletableFuture<Void> over() {
        return matted.handle((found, failure) -> null);
    }

    /** What came of it so far, unless it failed. */
    Optional<MattedFrame> found() {
        return matted.isDone() && !matted.isCompletedExceptionally() ? Optional.of(matted.join()) : Optional.empty();
    }

    /**
     * What came of it, once it is {@link #over}.
     *
     * @throws SpeakDrawException what the work threw
     */
    public MattedFrame result() {
        try {
            return matted.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof SpeakDrawException known) {
                throw known;
            }
            throw new InferenceException(InferenceError.MODEL_FAILED, "The person could not be cut out.", e);
        }
    }
}
