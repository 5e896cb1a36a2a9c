package org.speakdraw.inference.speech;

import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.speakdraw.inference.onnx.Interruption;

/**
 * What one window may cost over all its attempts, so that sound that no attempt makes sense of costs little more than
 * speech does. Tokens decide, so that the same sound gives the same text on any machine; the time is the last resort.
 * One thread.
 */
final class WindowBudget {

    /** Attempts of one row beyond the first, of all its tokens; most end after a fraction of them. */
    private static final int MORE_ATTEMPTS = 2;

    /** Attempts of one run that may be in vain. */
    static final int MOST_INTERRUPTED = 4;

    private static final long MAX_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final DecodingControl control;
    private long nanosLeft = MAX_NANOS;
    private long tokensLeft;
    private long since = System.nanoTime();

    /**
     * @param options with the tokens that one hypothesis may have, and the beams of the first attempt
     */
    WindowBudget(SpeechOptions options, DecodingControl control) {
        this.tokensLeft = (long) options.maxTokens() * (options.beams() + MORE_ATTEMPTS);
        this.control = control;
    }

    /** Called before a run of the encoder, or of the decoder on a prefix: a window has at least one of each. */
    void beforeRun() {
        nanosLeft -= System.nanoTime() - since;
        control.beforeRun();
        since = System.nanoTime();
    }

    /**
     * A run that is long enough to be broken off: as often as somebody wants that, within limits, for then it must be done.
     * What is done in vain counts against no budget, lest the same sound give another text beside other people.
     *
     * @param run returns false when it was interrupted
     */
    void interruptibly(Predicate<Interruption> run) {
        beforeRun();
        for (int attempts = 1;
                !run.test(attempts > MOST_INTERRUPTED ? new Interruption() : control.interruption());
                attempts++) {
            long now = System.nanoTime();
            control.inVain(now - since);
            since = now;
            beforeRun();
        }
    }

    /** Called before a step of the decoder: whether there is anything left for it. */
    boolean beforeStep(int rows) {
        beforeRun();
        tokensLeft -= rows;
        return !isSpent();
    }

    /** Whether another attempt would be cut off at once. */
    boolean isSpent() {
        return tokensLeft <= 0 || nanosLeft <= 0;
    }
}
