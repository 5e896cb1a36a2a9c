package org.speakdraw.launcher.supervision;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.speakdraw.launcher.checks.Failure;
import org.speakdraw.launcher.checks.LaunchException;

/** Starts one part again whenever it ends. */
public final class Supervisor {

    private final Part part;
    private final Backoff backoff;
    private final Pause pause;

    /** How to wait; tests do not. */
    @FunctionalInterface
    public interface Pause {
        void of(Duration time) throws InterruptedException;
    }

    public Supervisor(Part part, Backoff backoff, Pause pause) {
        this.part = part;
        this.backoff = backoff;
        this.pause = pause;
    }

    /** Returns never: ends with what the part throws to give up, or with an interruption when the launcher stops. */
    public void supervise() throws Exception {
        while (true) {
            Optional<String> why = Optional.of(part.awaitEnd());
            while (why.isPresent()) {
                why = bringBack(why.get());
            }
        }
    }

    /** One attempt; returns why it failed, or nothing. */
    private Optional<String> bringBack(String why) throws Exception {
        Duration wait = backoff.ended();
        if (backoff.loops()) {
            part.noteLoop(backoff.endsInARow(), why);
        }
        part.noteEnd(why, wait);
        pause.of(wait);
        try {
            part.startAgain();
            backoff.served();
            return Optional.empty();
        } catch (LaunchException | IOException e) {
            if (e instanceof LaunchException launch && launch.failure() == Failure.BUNDLE) {
                // What the server refuses once it refuses again.
                throw e;
            }
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
