package org.speakdraw.checkpoint.graph;

import java.util.Optional;
import org.speakdraw.checkpoint.safetensors.StoredTensor;

/** Where the weights of one network lie. */
@FunctionalInterface
public interface Weights {

    /**
     * Looks for a weight.
     *
     * @param name as diffusers and transformers have it
     */
    Optional<StoredTensor> find(String name);
}
