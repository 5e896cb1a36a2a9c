package org.speakdraw.inference.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.RunOptions;
import org.jspecify.annotations.Nullable;

/**
 * Breaks off a run of a network between two of its nodes, so that something more urgent need not wait for its end.
 * For one run at a time; thread-safe.
 */
public final class Interruption {

    private @Nullable RunOptions running;
    private boolean asked;

    /** Breaks off the run that is under way, and whatever begins before {@link #clear}. */
    public synchronized void interrupt() {
        asked = true;
        RunOptions options = running;
        if (options != null) {
            try {
                options.setTerminate(true);
            } catch (OrtException e) {
                // It ends by itself, then: later, and complete.
                System.getLogger(Interruption.class.getName())
                        .log(System.Logger.Level.WARNING, "A network could not be interrupted: " + e.getMessage());
            }
        }
    }

    /** Runs go on to their end again. */
    public synchronized void clear() {
        asked = false;
    }

    /** Whether {@link #interrupt} was called since the last {@link #clear}. */
    public synchronized boolean isAsked() {
        return asked;
    }

    /** A run begins; false when it must not. Ends with {@link #ended}. */
    synchronized boolean begins(RunOptions options) {
        if (!asked) {
            running = options;
        }
        return !asked;
    }

    synchronized void ended() {
        running = null;
    }
}
