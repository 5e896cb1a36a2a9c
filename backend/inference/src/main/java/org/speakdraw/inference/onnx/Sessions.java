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

    /** Does something with a session that runs calls without places. */
    <T> T unbound(Function<OrtSession, T> work);

    /** When nothing runs it any more. */
    @Override
    void close();

    /** Opens a session of a network. */
    @FunctionalInterface
    interface Opening {
        OrtSession open() throws OrtException;
    }

    /**
     * One session, which any number of threads may run at once.
     *
     * @throws OrtException if it is not a usable graph
     */
    static Sessions one(Opening opening, OnnxDevice device) throws OrtException {
        return new PlainSession(opening, device);
    }

    /** One session for everything. */
    final class PlainSession implements Sessions {

        private final OnnxDevice device;
        private final CallThreads threads;
        private final OrtSession session;
        private final Ports ports;

        private PlainSession(Opening opening, OnnxDevice device) throws OrtException {
            this.device = device;
            threads = CallThreads.of(device);
            session = threads.call(() -> device.access().shared(opening::open));
            try {
                ports = Ports.of(session);
            } catch (Throwable e) {
                close();
                throw e;
            }
        }

        @Override
        public Ports ports() {
            return ports;
        }

        @Override
        public boolean run(List<TensorBuffer> in, List<TensorBuffer> out, Predicate<OrtSession> unbound) {
            return threads.call(() -> unbound.test(session));
        }

        @Override
        public <T> T unbound(Function<OrtSession, T> work) {
            return threads.call(() -> work.apply(session));
        }

        /** While nobody else runs anything: ONNX Runtime looks into what other threads remember of a session's provider. */
        @Override
        public void close() {
            threads.call(() -> {
                device.access().exclusively(() -> GraphSource.close(session));
                return true;
            });
        }
    }
}
