package org.speakdraw.app.stream.person;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.SpeakDrawException;

/**
 * Work on a frame's matte that goes on while the frame itself is in the engine: the picture needs the matte only when it
 * is put together. Thread-safe.
 */
public final class MattingTask {

    private final Callable<MattedFrame> work;
    private final CompletableFuture<MattedFrame> cutout = new CompletableFuture<>();

    public MattingTask(Callable<MattedFrame> work) {
        this.work = work;
    }

    /** Does the work; never throws. */
    public void run() {
        try {
            cutout.complete(work.call());
        } catch (Throwable e) {
            // Whatever it was: somebody waits for an end.
            cutout.completeExceptionally(e);
        }
    }

    /** Completes, and never with a failure, once the work is over. */
    public CompletableFuture<Void> over() {
        return cutout.handle((found, failure) -> null);
    }

    /**
     * What came of it, once it is {@link #over}.
     *
     * @throws SpeakDrawException what the work threw
     */
    public MattedFrame result() {
        try {
            return cutout.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof SpeakDrawException known) {
                throw known;
            }
            throw new InferenceException(InferenceError.MODEL_FAILED, "The person could not be cut out.", e);
        }
    }
}
