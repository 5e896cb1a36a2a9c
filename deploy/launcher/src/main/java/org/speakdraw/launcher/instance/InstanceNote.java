package org.speakdraw.launcher.instance;

import java.io.IOException;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The note of what runs here, kept up to date while it runs and removed at the end. Thread-safe. */
public final class InstanceNote implements AutoCloseable {

    private final DataDirectory data;
    private Optional<RunningInstance> current = Optional.empty();

    public InstanceNote(DataDirectory data) {
        this.data = data;
    }

    /** Writes the first note. */
    public synchronized void begin(RunningInstance first) throws IOException {
        current = Optional.of(first);
        first.save(data);
    }

    /** Changes the note. A full disk keeps it from being written, not from being known: the next change is written. */
    public synchronized void change(UnaryOperator<RunningInstance> change) {
        current = current.map(change);
        try {
            if (current.isPresent()) {
                current.get().save(data);
            }
        } catch (IOException e) {
            System.err.println("speakdraw: warning: the state could not be written down: " + e.getMessage());
        }
    }

    @Override
    public synchronized void close() throws IOException {
        current = Optional.empty();
        RunningInstance.clear(data);
    }
}
