package org.speakdraw.launcher;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.speakdraw.launcher.checks.Failure;
import org.speakdraw.launcher.checks.LaunchException;
import org.speakdraw.launcher.instance.DataDirectory;
import org.speakdraw.launcher.instance.InstanceLock;
import org.speakdraw.launcher.instance.ProcessIdentity;
import org.speakdraw.launcher.instance.RunningInstance;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Tells the launcher of a running instance to stop, and waits until all of it has ended. */
@Command(name = "stop", mixinStandardHelpOptions = true, description = "Stops SpeakDraw and waits until it has ended.")
final class StopCommand implements Callable<Integer> {

    /** The server gets 25 s and the database 20 s. */
    private static final Duration LIMIT = Duration.ofSeconds(50);

    @Mixin
    private DataOption dataOption = new DataOption();

    private final Terminal terminal = Terminal.ofProcess();

    @Override
    public Integer call() throws Exception {
        DataDirectory data = dataOption.directory();
        if (!InstanceLock.isTaken(data)) {
            terminal.say("SpeakDraw is not running on " + data.root() + ".");
            return 0;
        }
        ProcessIdentity launcher = RunningInstance.load(data)
                .map(RunningInstance::launcher)
                .orElseThrow(() -> new LaunchException(
                        Failure.OTHER,
                        "SpeakDraw is only just starting on " + data.root() + "; try again in a moment."));
        launcher.find().orElseThrow(() -> unknown(launcher)).destroy();
        terminal.step("Stopping");
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (InstanceLock.isTaken(data)) {
            if (System.nanoTime() - deadline > 0) {
                throw new LaunchException(Failure.OTHER, "SpeakDraw (pid " + launcher.pid() + ") did not stop.");
            }
            terminal.tick();
            Thread.sleep(100);
        }
        terminal.say("SpeakDraw has stopped.");
        return 0;
    }

    /** A process id may belong to another program by now: that one is left alone. Other versions may tell processes apart otherwise. */
    private static LaunchException unknown(ProcessIdentity launcher) {
        return new LaunchException(
                Failure.OTHER,
                "SpeakDraw's launcher cannot be told from other processes: another version started it, or pid "
                        + launcher.pid()
                        + " is another program's by now. See what it is, and end the launcher by hand.");
    }
}
