package org.speakdraw.checkpoint.graph;

import java.util.List;

/** Low-rank branches beside the layers of a network: {@code y = W x + scale * up (down x)}. */
@FunctionalInterface
public interface Branches {

    /** No layer has any. */
    Branches NONE = weight -> List.of();

    /**
     * A branch, whose weights are {@code NAME.down} [rank, in ...] and {@code NAME.up} [out, rank].
     *
     * @param name of its weights
     */
    record Branch(String name, long rank) {

        /** Name of the weight that comes first. */
        public String down() {
            return name + ".down";
        }

        /** Name of the weight that comes after it. */
        public String up() {
            return name + ".up";
        }
    }

    /** Those beside a weight. */
    List<Branch> of(Parameter weight);
}
