package org.speakdraw.launcher;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.speakdraw.launcher.checks.Failure;
import org.speakdraw.launcher.checks.LaunchException;
import org.speakdraw.launcher.instance.InstanceNote;
import org.speakdraw.launcher.instance.ProcessIdentity;
import org.speakdraw.launcher.server.ServerOptions;
import org.speakdraw.launcher.server.ServerProcess;
import org.speakdraw.launcher.supervision.End;
import org.speakdraw.launcher.supervision.Part;

/**
 * The server as a part of the instance: without it there is nothing, so the launcher gives up when it ends again and
 * again.
 * Used by the launcher's main thread, but for {@link #close}.
 */
final class SupervisedServer implements Part, AutoCloseable {

    private final ServerOptions options;
    private final URI uri;
    private final Lifecycle lifecycle;
    private final InstanceNote note;
    private final Terminal terminal;
    private volatile ServerProcess process;

    /**
     * Starts the server's process; {@link #awaitReady} waits until it serves.
     *
     * @param uri the page's address for a person
     */
    SupervisedServer(ServerOptions options, URI uri, Lifecycle lifecycle, InstanceNote note, Terminal terminal)
            throws IOException {
        this.options = options;
        this.uri = uri;
        this.lifecycle = lifecycle;
        this.note = note;
        this.terminal = terminal;
        this.process = ServerProcess.start(options);
    }

    ProcessIdentity identity() {
        return process.identity();
    }

    /** Waits until it serves, and says so in the note. */
    void awaitReady() throws InterruptedException {
        process.awaitReady(this::show);
        note.change(instance -> instance.withServerState(state -> state.serves(Instant.now())));
    }

    /**
     * The same for the first process, which gets a second chance when it has come up without the application: a port may
     * have been taken for a moment, and what an application server starts side by side does not always find each other.
     */
    void awaitReadyAtFirst() throws Exception {
        try {
            awaitReady();
        } catch (LaunchException e) {
            if (e.failure() != Failure.SERVER || !process.log().bootFailed()) {
                throw e;
            }
            terminal.warn(e.getMessage() + " It is started once more.");
            process.close();
            lifecycle.startAgain(() -> process = ServerProcess.start(options));
            note.change(instance -> instance.withServer(process.identity()));
            awaitReady();
        }
    }

    private void show(Optional<String> detail) {
        terminal.step("Starting the server" + detail.map(text -> ": " + text).orElse(""));
    }

    @Override
    public End awaitEnd() throws InterruptedException {
        End end = process.awaitEnd();
        requireRunning();
        return end;
    }

    @Override
    public void startAgain() throws Exception {
        lifecycle.startAgain(() -> process = ServerProcess.start(options));
        note.change(instance -> instance.withServer(process.identity()).withServerState(state -> state.startsAgain()));
        try {
            awaitReady();
        } catch (LaunchException e) {
            requireRunning();
            process.close();
            throw e;
        }
        terminal.say("SpeakDraw is ready again: " + uri);
    }

    @Override
    public void noteEnd(String why, Duration pause) {
        note.change(instance -> instance.withServerState(state -> state.ended(Instant.now(), why)));
        terminal.warn("the server has ended (" + why + ") and is started again.");
    }

    @Override
    public void noteLoop(int ends, String why) {
        throw new LaunchException(
                Failure.CRASH_LOOP,
                "The server ended " + ends + " times in a row without having run for a minute, the last time because "
                        + why + " (see " + options.data().logs() + ").");
    }

    private void requireRunning() throws InterruptedException {
        if (lifecycle.stopping()) {
            throw new InterruptedException("stopping");
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
