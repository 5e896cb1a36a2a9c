package org.speakdraw.launcher;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.speakdraw.launcher.instance.DataDirectory;
import org.speakdraw.launcher.instance.RunningInstance;

/** What a launcher that was killed may have left running. The database looks after its own part when it starts. */
final class Leftovers {

    /** A server whose launcher died stops by itself; this is how long it is given. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    private Leftovers() {}

    /** Only while the instance is locked. */
    static void endAll(DataDirectory data, Terminal terminal) throws IOException {
        Optional<RunningInstance> former = RunningInstance.load(data);
        if (former.isPresent() && former.get().server().find().isPresent()) {
            terminal.step("Waiting for the former server to end");
            former.get().server().awaitEnd(GRACE);
        }
        RunningInstance.clear(data);
    }
}
