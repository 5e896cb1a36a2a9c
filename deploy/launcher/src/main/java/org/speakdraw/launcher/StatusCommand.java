package org.speakdraw.launcher;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.speakdraw.launcher.instance.DataDirectory;
import org.speakdraw.launcher.instance.InstanceLock;
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
        terminal.say("SpeakDraw is " + (running.ready() ? "running: " : "starting: ") + running.uri());
        terminal.say("  up       " + words(Duration.between(running.since(), Instant.now())));
        terminal.say("  pid      " + running.launcher() + " (server "
                + running.server().pid() + ")");
        terminal.say("  bundle   " + running.bundle());
        terminal.say("  devices  " + running.devices());
        terminal.say("  database " + running.database());
        terminal.say("  data     " + data.root());
        return 0;
    }

    private static String words(Duration uptime) {
        return "%d h %d min %d s".formatted(uptime.toHours(), uptime.toMinutesPart(), uptime.toSecondsPart());
    }
}
