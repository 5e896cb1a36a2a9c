package org.speakdraw.launcher.server;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.speakdraw.launcher.instance.ProcessIdentity;
import org.speakdraw.launcher.supervision.End;
import org.speakdraw.launcher.supervision.Silence;

/** The running server. {@link #close} may be called from any thread, and more than once. */
public final class ServerProcess implements AutoCloseable {

    private static final long STOP_SECONDS = 25;
    private static final long LAST_WORDS_MILLIS = 2_000;
    private static final Duration ASK_EVERY = Duration.ofSeconds(5);

    /** Variables that would change the server's JVM or home behind our back. */
    private static final Set<String> CLEARED = Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "JBOSS_HOME");

    private final Process process;
    private final ServerOptions options;
    private final long logStart;
    private final Thread console;

    private ServerProcess(Process process, ServerOptions options, long logStart) {
        this.process = process;
        this.options = options;
        this.logStart = logStart;
        this.console = new ConsoleLog(options.data().consoleLog()).copyInBackground(process.getInputStream());
    }

    /** Starts the process and returns at once; {@link #awaitReady} waits until it serves. */
    public static ServerProcess start(ServerOptions options) throws IOException {
        long logStart = Files.exists(options.data().serverLog())
                ? Files.size(options.data().serverLog())
                : 0;
        // The JVM does not write over a former one.
        Path crash = options.data().crashLog();
        if (Files.exists(crash)) {
            Files.move(crash, crash.resolveSibling("crash.log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
        ProcessBuilder builder = new ProcessBuilder(
                        ServerCommand.of(options, Runtime.version().feature()))
                .directory(options.data().root().toFile())
                .redirectErrorStream(true);
        builder.environment().keySet().removeAll(CLEARED);
        builder.environment().putAll(options.environment());
        return new ServerProcess(builder.start(), options, logStart);
    }

    /**
     * Waits until {@code GET /health/ready} answers 200, for as long as the server gets on with it; throws a one-line
     * reason when it cannot become ready any more.
     *
     * @param progress told what the server does, several times a second
     */
    public void awaitReady(Consumer<Optional<String>> progress) throws InterruptedException {
        new ServerReadiness(this, options).await(progress);
    }

    /** The end of the log since this start, for a person who must find out what went wrong. */
    public ServerLog log() {
        return new ServerLog(options.data().serverLog(), options.data().consoleLog(), logStart);
    }

    public ProcessIdentity identity() {
        return ProcessIdentity.of(process.toHandle());
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /**
     * Blocks until the process has ended; one that serves no longer, but does not end either, is ended by force. Only
     * of one that has served.
     */
    public End awaitEnd() throws InterruptedException {
        ServerPulse pulse = new ServerPulse(options.listen());
        Silence silence = new Silence(options.longestSilence(), ASK_EVERY);
        long asked = System.nanoTime();
        while (!process.waitFor(asked + ASK_EVERY.toNanos() - System.nanoTime(), TimeUnit.NANOSECONDS)) {
            asked = System.nanoTime();
            if (silence.isTooLong(pulse.beats())) {
                return endSilent();
            }
        }
        return End.of(howItEnded());
    }

    private End endSilent() throws InterruptedException {
        boolean dumped = new ThreadDump(process.pid(), log()::printed).print();
        process.destroyForcibly().waitFor();
        console.join(LAST_WORDS_MILLIS);
        // The next start begins a new console.log.
        return End.ofSilent(
                options.longestSilence(), dumped ? "; console.log.1 lists what its threads were doing" : "");
    }

    /** Waits for the end of a process that ends by itself; says why, as a clause. */
    String howItEnded() throws InterruptedException {
        ExitStatus status = new ExitStatus(process.waitFor());
        console.join(LAST_WORDS_MILLIS);
        return log().printedCause().map(cause -> status.words() + ": " + cause).orElse(status.words());
    }

    /** Stops the server gracefully; by force after 25 s. Returns when the process is gone. */
    @Override
    public void close() {
        try (OutputStream watch = process.getOutputStream()) {
            watch.write(ParentWatch.STOP);
            watch.flush();
        } catch (IOException e) {
            // The process is gone, or going.
        }
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
