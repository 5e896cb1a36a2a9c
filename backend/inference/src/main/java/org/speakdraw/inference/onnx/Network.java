package org.speakdraw.inference.onnx;

import java.util.Collection;

/** A network that is ready to be called, wherever it runs. */
public interface Network extends AutoCloseable {

    /**
     * Runs the network once. Every buffer has its shape, the outputs too; only the outputs given are computed.
     *
     * @throws org.speakdraw.inference.InferenceException {@code model-failed}, naming the network
     */
    void run(Collection<TensorBuffer> in, Collection<TensorBuffer> out);

    /** Whether calls are recorded and replayed. */
    boolean replays();

    /** Calls so far that were recorded or replayed. */
    default long replayedCalls() {
        return 0;
    }

    /** Calls so far that were to be replayed and were not, such as for want of the device's memory. */
    default long unreplayedCalls() {
        return 0;
    }

    /** Whether it is best called with few different shapes. */
    boolean prefersFewShapes();

    @Override
    void close();
}
