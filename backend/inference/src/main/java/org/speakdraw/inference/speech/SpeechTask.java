package org.speakdraw.inference.speech;

/** What is written of what was said. */
public enum SpeechTask {
    /** The words in the language they were said in. */
    TRANSCRIBE,
    /** The same in English. */
    TRANSLATE
}
