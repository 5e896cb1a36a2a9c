package org.speakdraw.inference;

/** A model, a picture or a sound is not usable. */
public final class InferenceException extends SpeakDrawException {

    private static final long serialVersionUID = 1L;

    /** An error without an underlying one. */
    public InferenceException(InferenceError code, String message) {
        super(code, message);
    }

    /** An error that another one led to. */
    public InferenceException(InferenceError code, String message, Throwable cause) {
        super(code, message, cause);
    }
}
