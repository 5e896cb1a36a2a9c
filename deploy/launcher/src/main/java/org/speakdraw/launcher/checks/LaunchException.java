package org.speakdraw.launcher.checks;

/** Something a person has to mend; the message is one line that says what and, where possible, how. */
public final class LaunchException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Failure failure;

    public LaunchException(Failure failure, String message) {
        super(message);
        this.failure = failure;
    }

    public LaunchException(Failure failure, String message, Throwable cause) {
        super(message, cause);
        this.failure = failure;
    }

    public Failure failure() {
        return failure;
    }
}
