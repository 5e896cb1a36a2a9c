package org.speakdraw.app.stream.person;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.SpeakDrawException;
import org.speakdraw.inference.matting.Matting;
import org.speakdraw.inference.matting.MattingInput;
import org.speakdraw.inference.matting.MattingModel;
import org.speakdraw.inference.matting.RefinementParameters;

/**
 * A matting network shared by many threads. Frames that come while it is busy go through it together next: whichever of
 * their threads gets in first runs it for all, so nobody waits for a batch to fill and no thread is kept for it.
 * Thread-safe.
 */
final class SharedMatting implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(SharedMatting.class.getName());

    private final MattingModel model;
    private final int maxRows;
    private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();

    /** Takes over {@code model}; at most {@code maxRows} frames go into one call. */
    SharedMatting(MattingModel model, int maxRows) {
        this.model = model;
        this.maxRows = maxRows;
    }

    RefinementParameters refinement() {
        return model.recommendedRefinement();
    }

    /**
     * The matte of one frame; waits while frames of others are looked at.
     *
     * @throws SpeakDrawException {@code model-failed}
     */
    Matting matte(MattingInput input) {
        Waiting own = new Waiting(input);
        waiting.add(own);
        synchronized (this) {
            // Another thread may have taken this frame along while this one waited for the lock.
            while (!own.over) {
                runNext();
            }
        }
        return own.result();
    }

    /** Takes some frames out of the queue; whatever happens to them, they are over afterwards. */
    private void runNext() {
        List<Waiting> batch = new ArrayList<>(maxRows);
        try {
            for (Waiting next = waiting.poll(); next != null; next = batch.size() < maxRows ? waiting.poll() : null) {
                batch.add(next);
            }
            run(batch);
        } finally {
            // Even when memory is out: a frame that is neither in the queue nor over would be waited for for ever.
            for (int i = 0; i < batch.size(); i++) {
                batch.get(i).over = true;
            }
        }
    }

    private void run(List<Waiting> batch) {
        try {
            finish(batch);
        } catch (Throwable e) {
            if (batch.size() == 1) {
                batch.get(0).failure = failureOf(e);
            } else {
                // One frame of several is at fault, or they were too much together: the others get their mattes.
                batch.forEach(frame -> run(List.of(frame)));
            }
        }
    }

    private void finish(List<Waiting> batch) {
        List<Matting> mattes =
                model.matte(batch.stream().map(each -> each.input).toList());
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i).matting = mattes.get(i);
        }
    }

    private static SpeakDrawException failureOf(Throwable reason) {
        if (reason instanceof SpeakDrawException known) {
            return known;
        }
        LOG.log(System.Logger.Level.ERROR, "The matting network failed", reason);
        return new InferenceException(InferenceError.MODEL_FAILED, "The person could not be cut out.", reason);
    }

    @Override
    public synchronized void close() {
        model.close();
    }

    /** A frame and what became of it; guarded by the network's lock. */
    private static final class Waiting {
        private final MattingInput input;
        private @Nullable Matting matting;
        private @Nullable SpeakDrawException failure;
        private boolean over;

        Waiting(MattingInput input) {
            this.input = input;
        }

        Matting result() {
            if (matting != null) {
                return matting;
            }
            throw failure != null
                    ? failure
                    : new InferenceException(InferenceError.MODEL_FAILED, "The person could not be cut out.");
        }
    }
}
