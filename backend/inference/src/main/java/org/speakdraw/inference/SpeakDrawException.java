package org.speakdraw.inference;

/** Root of every error that SpeakDraw raises on purpose. */
public class SpeakDrawException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient ErrorCode code;

    /**
     * @param code    for programs
     * @param message for people: what is wrong and what would be right
     */
    public SpeakDrawException(ErrorCode code, String message) {
        super(message);
        this.code = code;
    }

    /**
     * @param code    for programs
     * @param message for people: what is wrong and what would be right
     * @param cause   what led to it
     */
    public SpeakDrawException(ErrorCode code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /** What went wrong, for programs. */
    public ErrorCode code() {
        return code;
    }
}
