package org.speakdraw.app.speech;

import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.SpeakDrawException;
import org.speakdraw.inference.speech.DecodingControl;
import org.speakdraw.inference.speech.SpeechRecogniser;

/** Something to transcribe, a step at a time. Its methods are called by the one worker; none of them waits. */
interface SpeechJob {

    /** Where it comes from; addresses take turns. */
    String address();

    /** Who wants it; speakers at one address take turns. */
    Object speaker();

    /**
     * Does the next step: at most 30 s of sound.
     *
     * @param control asked before each run of a network; ends a partial text with a CancellationException, which the job
     *     keeps to itself
     * @return whether there is another one; only files have more than one
     * @throws SpeakDrawException what {@link #failed} is then told
     */
    boolean step(SpeechRecogniser recogniser, DecodingControl control);

    /** It ends without a result. */
    void failed(SpeakDrawException reason);

    /** Ends it because of whatever was thrown, and throws nothing itself. */
    default void end(Throwable reason) {
        System.Logger log = System.getLogger(SpeechJob.class.getName());
        try {
            if (reason instanceof SpeakDrawException ours) {
                failed(ours);
            } else {
                log.log(System.Logger.Level.ERROR, "Speech recognition failed", reason);
                failed(new InferenceException(InferenceError.MODEL_FAILED, "Speech recognition failed.", reason));
            }
        } catch (Throwable e) {
            log.log(System.Logger.Level.ERROR, "Nobody could be told that speech recognition failed", e);
        }
    }
}
