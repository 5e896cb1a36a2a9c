package org.speakdraw.app.stream.person;

import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.speakdraw.app.platform.RetryPause;
import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.matting.Matting;
import org.speakdraw.inference.matting.MattingInput;
import org.speakdraw.inference.matting.MattingModel;
import org.speakdraw.inference.matting.RefinementParameters;

/**
 * A matting network that is closed and opened again when it has failed several times in a row, as after an error of its
 * device that stays. Used by one thread at a time; anybody may ask for its {@link #problem}.
 */
final class RecoveringMatting implements MattingModel {

    private static final System.Logger LOG = System.getLogger(RecoveringMatting.class.getName());
    /** Calls in a row: more than one frame that it cannot take. */
    private static final int SUSPICIOUS = 5;

    private final Supplier<MattingModel> opener;
    private final LongSupplier nanoTime;
    private final RefinementParameters refinement;
    /** Null while it could not be opened again. */
    private @Nullable MattingModel model;

    private final RetryPause pause = new RetryPause();
    private int failures;
    private volatile String problem = "";

    /**
     * Opens a network.
     *
     * @param opener of the same network again and again
     */
    RecoveringMatting(Supplier<MattingModel> opener, LongSupplier nanoTime) {
        this.opener = opener;
        this.nanoTime = nanoTime;
        MattingModel first = opener.get();
        this.model = first;
        this.refinement = first.recommendedRefinement();
        pause.tried(nanoTime.getAsLong());
        pause.worked();
    }

    @Override
    public List<Matting> matte(List<MattingInput> inputs) {
        try {
            if (failures >= SUSPICIOUS) {
                reopenInTime();
            }
            MattingModel open = model;
            if (open == null) {
                throw new InferenceException(InferenceError.MODEL_FAILED, "The matting model is not loaded.");
            }
            List<Matting> mattes = open.matte(inputs);
            failures = 0;
            pause.worked();
            problem = "";
            return mattes;
        } catch (Throwable e) {
            failures++;
            if (failures == SUSPICIOUS) {
                problem = String.valueOf(e.getMessage());
            }
            throw e;
        }
    }

    private void reopenInTime() {
        long now = nanoTime.getAsLong();
        if (!pause.over(now)) {
            return;
        }
        LOG.log(System.Logger.Level.WARNING, "The matting model has stopped working and is loaded again: {0}", problem);
        pause.tried(now);
        close();
        model = opener.get();
    }

    /** Why it does not work; empty when it does. */
    String problem() {
        return problem;
    }

    @Override
    public RefinementParameters recommendedRefinement() {
        return refinement;
    }

    @Override
    public void close() {
        MattingModel former = model;
        model = null;
        if (former != null) {
            former.close();
        }
    }
}
