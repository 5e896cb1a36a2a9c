package org.speakdraw.app.stream.person;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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
            while (!own.isDone()) {
                runNext();
            }
        }
        return own.result();
    }

    private void runNext() {
        List<Waiting> batch = new ArrayList<>(maxRows);
        for (Waiting next = waiting.poll(); next != null; next = batch.size() < maxRows ? waiting.poll() : null) {
            batch.add(next);
        }
        try {
            finish(batch);
        } catch (RuntimeException e) {
            // One frame of several is at fault: the others get their mattes.
            batch.forEach(this::finishAlone);
        }
    }

    private void finishAlone(Waiting frame) {
        try {
            finish(List.of(frame));
        } catch (SpeakDrawException e) {
            frame.failure = e;
        } catch (RuntimeException e) {
            frame.failure = new InferenceException(InferenceError.MODEL_FAILED, "The person could not be cut out.", e);
        }
    }

    private void finish(List<Waiting> batch) {
        List<Matting> mattes =
                model.matte(batch.stream().map(each -> each.input).toList());
        for (int i = 0; i < mattes.size(); i++) {
            batch.get(i).matting = mattes.get(i);
        }
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

        Waiting(MattingInput input) {
            this.input = input;
        }

        boolean isDone() {
            return matting != null || failure != null;
        }

        Matting result() {
            if (failure != null) {
                throw failure;
            }
            return Objects.requireNonNull(matting);
        }
    }
}
