package org.speakdraw.launcher.supervision;

import java.time.Duration;

/**
 * Something that shall run for as long as the launcher does. All of it is called by the one thread that supervises it.
 */
public interface Part {

    /**
     * Blocks until it has ended, or has been ended because it hung. Asked again when it throws anything but an
     * interruption or a {@code LaunchException}.
     */
    End awaitEnd() throws Exception;

    /**
     * Starts it again; returns when it serves.
     *
     * @throws org.speakdraw.launcher.checks.LaunchException when it does not, for a reason that may pass
     * @throws InterruptedException                          when the launcher is stopping
     */
    void startAgain() throws Exception;

    /** Called when it has ended, or could not be started. */
    void noteEnd(String why, Duration pause);

    /**
     * What to do when it ends again and again: give up by throwing, or go on without it.
     *
     * @param ends how often in a row
     * @param why  the last time
     */
    void noteLoop(int ends, String why);
}
