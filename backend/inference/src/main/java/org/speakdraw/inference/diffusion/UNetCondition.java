package org.speakdraw.inference.diffusion;

import java.util.List;
import org.speakdraw.inference.onnx.TensorBuffer;

/** An input of a UNet beside latent, timestep and text. Used by one thread. */
interface UNetCondition {

    /** The input's memory. */
    TensorBuffer buffer();

    /**
     * Makes the input ready for a call.
     *
     * @param rows  of the call
     * @param count rows that the graph takes, at least as many; what is written of the others does not matter
     * @param shape of the rows' latents
     */
    void fill(List<UNetRow> rows, int count, LatentShape shape);
}
