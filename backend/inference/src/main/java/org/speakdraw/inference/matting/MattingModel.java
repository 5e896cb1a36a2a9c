package org.speakdraw.inference.matting;

import java.util.List;

/** A network that tells the person from the background. Used by one thread at a time, which also closes it. */
public interface MattingModel extends AutoCloseable {

    /**
     * Mattes in the order of {@code inputs}. Frames of equal size and ratio share calls of the network; a session gets
     * from a batch what it would get alone. If a call fails, the sessions in it keep the state they had.
     *
     * @throws org.speakdraw.inference.InferenceException {@code model-failed}
     * @throws IllegalArgumentException if two inputs of a recurrent network share a state
     */
    List<Matting> matte(List<MattingInput> inputs);

    /** How the matte of this network is best treated before it is used; see {@link MatteRefiner}. */
    RefinementParameters recommendedRefinement();

    @Override
    void close();
}
