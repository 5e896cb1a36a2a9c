package org.speakdraw.launcher.server;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.speakdraw.launcher.instance.ProcessIdentity;

/** The running server. {@link #close} may be called from any thread, and more than once. */
public final class ServerProcess implements AutoCloseable {

    private static final long STOP_SECONDS = 25;

    /** Variables that would change the server's JVM or home behind our back. */
    private static final Set<String> CLEARED = Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "JBOSS_HOME");

    private final Process process;
    private final ServerOptions options;
    private final long logStart;

    private ServerProcess(Process process, ServerOptions options, long logStart) {
        this.process = process;
        this.options = options;
        this.logStart = logStart;
    }

    /** Starts the process and returns at once; {@link #awaitHealthy} waits until it serves. */
    public static ServerProcess start(ServerOptions options) throws IOException {
        long logStart = Files.exists(options.data().serverLog())
                ? Files.size(options.data().serverLog())
                : 0;
        ProcessBuilder builder = new ProcessBuilder(
                        ServerCommand.of(options, Runtime.version().feature()))
                .directory(options.data().root().toFile())
                .redirectErrorStream(true)
                .redirectOutput(options.data().consoleLog().toFile());
        builder.environment().keySet().removeAll(CLEARED);
        builder.environment().putAll(options.environment());
        return new ServerProcess(builder.start(), options, logStart);
    }

    /** Waits until {@code GET /health} answers 200, or throws a one-line reason. */
    public void awaitHealthy(Duration limit, Runnable tick) throws InterruptedException {
        new ServerReadiness(this, options).await(limit, tick);
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

    /** Blocks until the process has ended; returns its exit status. */
    public int waitFor() throws InterruptedException {
        return process.waitFor();
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
