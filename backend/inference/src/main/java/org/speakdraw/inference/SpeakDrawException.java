package org.speakdraw.inference;

/** Root of every error that SpeakDraw raises on purpose. */
public class SpeakDrawException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String code;

    /**
     * @param code    stable, kebab-case, for programs
     * @param message for people: what is wrong and what would be right
     */
    public SpeakDrawException(String code, String message) {
        super(message);
        this.code = code;
    }

    /**
     * @param code    stable, kebab-case, for programs
     * @param message for people: what is wrong and what would be right
     * @param cause   what led to it
     */
    public SpeakDrawException(String code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /** Stable across releases; kebab-case. */
    public String code() {
        return code;
    }
}
