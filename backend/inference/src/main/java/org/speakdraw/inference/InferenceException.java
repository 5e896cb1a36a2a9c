package org.speakdraw.inference;

/**
 * A model, a picture or a sound is not usable. Codes: {@code model-failed}, {@code bundle-invalid}, {@code device-unavailable},
 * {@code size-unsupported}, {@code parameters-invalid}, {@code frame-undecodable}, {@code frame-truncated},
 * {@code frame-too-large}, {@code audio-invalid}, {@code film-failed}.
 */
public final class InferenceException extends SpeakDrawException {

    private static final long serialVersionUID = 1L;

    /** An error without an underlying one. */
    public InferenceException(String code, String message) {
        super(code, message);
    }

    /** An error that another one led to. */
    public InferenceException(String code, String message, Throwable cause) {
        super(code, message, cause);
    }
}
