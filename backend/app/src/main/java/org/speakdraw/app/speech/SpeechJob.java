package org.speakdraw.app.speech;

import org.speakdraw.inference.SpeakDrawException;
import org.speakdraw.inference.speech.Whisper;

/** Something to transcribe, a step at a time. Its methods are called by the one worker; none of them waits. */
interface SpeechJob {

    /** Who wants it; speakers take turns. */
    Object speaker();

    /**
     * Does the next step: at most 30 s of sound.
     *
     * @return whether there is another one; only files have more than one
     * @throws SpeakDrawException what {@link #failed} is then told
     */
    boolean step(Whisper whisper);

    /** It ends without a result. */
    void failed(SpeakDrawException reason);
}
