package org.speakdraw.checkpoint.graph;

import java.io.IOException;

/** Something that is added to weights on their way into a bundle. */
public interface WeightChange {

    /** Leaves everything as it is. */
    WeightChange NONE = new WeightChange() {
        @Override
        public boolean changes(Parameter parameter) {
            return false;
        }

        @Override
        public void apply(Parameter parameter, float[] values) {}
    };

    boolean changes(Parameter parameter);

    /**
     * Changes a weight.
     *
     * @param values of the whole parameter in the checkpoint's order
     */
    void apply(Parameter parameter, float[] values) throws IOException;
}
