package org.speakdraw.app.stream;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.SpeakDrawException;

/**
 * Work on a frame's matte that goes on while the frame itself is in the engine: the picture needs the matte only when it
 * is put together. Run by the decoder's thread, awaited by the compressor's. Thread-safe.
 */
final class Cutting {

    private final FutureTask<Cutout> task;

    Cutting(Callable<Cutout> work) {
        this.task = new FutureTask<>(work);
    }

    /** Does the work; never throws. */
    void run() {
        task.run();
    }

    /**
     * The result; waits for whoever does the work.
     *
     * @throws SpeakDrawException what the work threw
     */
    Cutout await() {
        try {
            return task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SpeakDrawException known) {
                throw known;
            }
            throw new InferenceException("model-failed", "The person could not be cut out.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InferenceException("model-failed", "The server is going down.", e);
        }
    }
}
