package org.speakdraw.launcher.supervision;

import java.time.Duration;
import java.util.Optional;
import org.speakdraw.launcher.checks.Failure;
import org.speakdraw.launcher.checks.LaunchException;

/** Starts one part again whenever it ends. */
public final class Supervisor {

    /** Before a part is looked at again where its state could not be found out. */
    static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

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
            Optional<End> end = Optional.of(awaitEnd());
            while (end.isPresent()) {
                end = bringBack(end.get());
            }
        }
    }

    /** Trouble in finding out, such as too many open files, is no end of the part, nor of looking after it. */
    private End awaitEnd() throws InterruptedException {
        while (true) {
            try {
                return part.awaitEnd();
            } catch (InterruptedException | LaunchException e) {
                throw e;
            } catch (Exception e) {
                pause.of(LOOK_AGAIN);
            }
        }
    }

    /** One attempt; returns why it failed, or nothing. */
    private Optional<End> bringBack(End end) throws Exception {
        Duration wait = backoff.ended(end.silent());
        if (backoff.loops()) {
            part.noteLoop(backoff.endsInARow(), end.why());
        }
        part.noteEnd(end.why(), wait);
        pause.of(wait);
        try {
            part.startAgain();
            backoff.served();
            return Optional.empty();
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            if (e instanceof LaunchException launch && launch.failure() == Failure.BUNDLE) {
                // What the server refuses once it refuses again.
                throw e;
            }
            return Optional.of(End.of(String.valueOf(e.getMessage())));
        }
    }
}
