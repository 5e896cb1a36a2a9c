package org.speakdraw.launcher;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;
import org.speakdraw.launcher.instance.InstanceNote;
import org.speakdraw.launcher.postgres.PostgresServer;
import org.speakdraw.launcher.supervision.Backoff;
import org.speakdraw.launcher.supervision.End;
import org.speakdraw.launcher.supervision.Part;
import org.speakdraw.launcher.supervision.Supervisor;

/**
 * The embedded database as a part of the instance. The server streams on without it, so it is never given up: it may
 * come back as soon as its disk has room again. Used by a thread of its own.
 */
final class SupervisedDatabase implements Part {

    private static final long AFTER_TROUBLE_NANOS = 10_000_000_000L;

    private final PostgresServer postgres;
    private final Duration longestSilence;
    private final Lifecycle lifecycle;
    private final InstanceNote note;
    private final Terminal terminal;
    private boolean loopTold;

    /**
     * @param longestSilence after which a database that hangs is ended and started again; zero for never
     */
    SupervisedDatabase(
            PostgresServer postgres,
            Duration longestSilence,
            Lifecycle lifecycle,
            InstanceNote note,
            Terminal terminal) {
        this.postgres = postgres;
        this.longestSilence = longestSilence;
        this.lifecycle = lifecycle;
        this.note = note;
        this.terminal = terminal;
    }

    /** Looks after it until the launcher ends. */
    void superviseInBackground() {
        Thread thread = new Thread(this::supervise, "database-supervisor");
        thread.setDaemon(true);
        thread.start();
    }

    /** Whatever goes wrong here, a database that nobody looks after any more would be worse. */
    private void supervise() {
        Supervisor supervisor =
                new Supervisor(this, new Backoff(InstantSource.system()), pause -> Thread.sleep(pause.toMillis()));
        while (!lifecycle.stopping()) {
            try {
                supervisor.supervise();
            } catch (InterruptedException e) {
                return;
            } catch (Throwable e) {
                terminal.warn("while looking after the database: " + e);
                LockSupport.parkNanos(AFTER_TROUBLE_NANOS);
            }
        }
    }

    @Override
    public End awaitEnd() throws IOException, InterruptedException {
        End end = postgres.awaitEnd(longestSilence);
        requireRunning();
        return end;
    }

    @Override
    public void startAgain() throws Exception {
        note.change(instance -> instance.withDatabaseState(state -> state.startsAgain()));
        lifecycle.startAgain(postgres::start);
        postgres.awaitReady();
        note.change(instance -> instance.withDatabaseState(state -> state.serves(Instant.now())));
        loopTold = false;
        terminal.warn("the database works again.");
    }

    @Override
    public void noteEnd(String why, Duration pause) {
        note.change(instance -> instance.withDatabaseState(state -> state.ended(Instant.now(), why)));
        if (!loopTold) {
            terminal.warn("the database has ended (" + why + ") and is started again.");
        }
    }

    @Override
    public void noteLoop(int ends, String why) {
        if (!loopTold) {
            terminal.warn("the database ended " + ends + " times in a row (" + why
                    + "); going on without history, and trying again every half minute.");
            loopTold = true;
        }
    }

    private void requireRunning() throws InterruptedException {
        if (lifecycle.stopping()) {
            throw new InterruptedException("stopping");
        }
    }
}
