package org.speakdraw.checkpoint.torch;

/** A pickle is broken, or not one of weights; the message goes on a sentence about the file. */
final class PickleException extends Exception {

    private static final long serialVersionUID = 1;

    PickleException(String message) {
        super(message);
    }

    PickleException(String message, Throwable cause) {
        super(message, cause);
    }
}
