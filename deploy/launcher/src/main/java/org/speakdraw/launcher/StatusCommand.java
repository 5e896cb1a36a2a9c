package org.speakdraw.launcher;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.speakdraw.launcher.instance.DataDirectory;
import org.speakdraw.launcher.instance.InstanceLock;
import org.speakdraw.launcher.instance.PartState;
import org.speakdraw.launcher.instance.PartState.Condition;
import org.speakdraw.launcher.instance.RunningInstance;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Says what runs; exit code 0 when something does, 3 when nothing does, as service scripts have it. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Says whether SpeakDraw runs, where and with what.")
final class StatusCommand implements Callable<Integer> {

    private static final int NOT_RUNNING = 3;

    @Mixin
    private DataOption dataOption = new DataOption();

    private final Terminal terminal = Terminal.ofProcess();

    @Override
    public Integer call() throws Exception {
        DataDirectory data = dataOption.directory();
        Optional<RunningInstance> instance = InstanceLock.isTaken(data) ? RunningInstance.load(data) : Optional.empty();
        if (instance.isEmpty()) {
            terminal.say("SpeakDraw is not running on " + data.root() + ".");
            return NOT_RUNNING;
        }
        RunningInstance running = instance.get();
        Instant now = Instant.now();
        terminal.say("SpeakDraw is " + condition(running) + ": " + running.uri());
        terminal.say("  up       " + PartState.words(Duration.between(running.since(), now)));
        terminal.say("  pid      " + running.launcher().pid() + " (server "
                + running.server().pid() + ")");
        terminal.say("  server   " + running.serverState().words(now));
        terminal.say("  bundle   " + running.bundle());
        terminal.say("  devices  " + running.devices());
        terminal.say("  database " + running.database()
                + running.databaseState().map(state -> ": " + state.words(now)).orElse(""));
        terminal.say("  data     " + data.root());
        return 0;
    }

    /** Without its database it runs, with a part missing. */
    private static String condition(RunningInstance running) {
        return switch (running.serverState().condition()) {
            case STARTING -> "starting";
            case DOWN -> "down";
            case UP ->
                running.databaseState()
                                .filter(state -> state.condition() != Condition.UP)
                                .isPresent()
                        ? "running without its database"
                        : "running";
        };
    }
}
