package org.speakdraw.checkpoint;

/** Weights that no bundle can be made of; the message is one line for the person who chose them. */
public final class CheckpointException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public CheckpointException(String message) {
        super(message);
    }

    public CheckpointException(String message, Throwable cause) {
        super(message, cause);
    }
}
