package org.speakdraw.launcher.checks;

/** Why a start failed, as the exit code of the process; stable, so that scripts can tell. */
public enum Failure {
    /** Something that is not listed here. */
    OTHER(1),
    /** What an option names cannot be used, for example a certificate that has expired. */
    USAGE(2),
    /** The port or the address cannot be bound. */
    ADDRESS(3),
    /** The model bundle is missing or broken. */
    BUNDLE(4),
    /** The data directory is not writable, or its disk is full. */
    DATA_DIRECTORY(5),
    /** Another instance runs on the same data directory. */
    ALREADY_RUNNING(6),
    /** The embedded database did not start. */
    DATABASE(7),
    /** The server did not start. */
    SERVER(8),
    /** The server was started again several times, and ended each time. */
    CRASH_LOOP(9);

    private final int exitCode;

    Failure(int exitCode) {
        this.exitCode = exitCode;
    }

    public int exitCode() {
        return exitCode;
    }
}
