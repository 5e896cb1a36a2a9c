package org.speakdraw.inference.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.speakdraw.inference.InferenceException;

/** The sessions that run a network, and the threads on which they are opened, run and closed. Thread-safe. */
interface Sessions extends AutoCloseable {

    /** What goes into the network and comes out. */
    Ports ports();

    /**
     * Runs the network with these buffers, which are of the same inputs and outputs every time.
     *
     * @param unbound runs it on a session, where these have no places for what goes in and comes out; its answer is this one's, else
     *     true
     * @throws InferenceException {@code model-failed}
     */
    boolean run(List<TensorBuffer> in, List<TensorBuffer> out, Predicate<OrtSession> unbound);

    /** Does something with a session that runs calls of these inputs without places. */
    <T> T unbound(List<TensorBuffer> in, Function<OrtSession, T> work);

    /** When nothing runs it any more. */
    @Override
    void close();

    /** Opens a session of a network. */
    @FunctionalInterface
    interface Opening {
        OrtSession open() throws OrtException;
    }
}
