package org.speakdraw.launcher.server;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A thread inside the server's process that ends it when the launcher wants it or is gone. The launcher holds the other
 * end of standard input: one byte means an orderly stop, end of file that the launcher died, by whatever cause. Works
 * the same on every operating system. Loaded as a Java agent, so it needs nothing but the JDK.
 */
public final class ParentWatch {

    /** Sent by the launcher for an orderly stop. */
    static final int STOP = 'q';

    private static final long SHUTDOWN_LIMIT_SECONDS = 20;

    private ParentWatch() {}

    /**
     * Called by the JVM before the server's main class.
     *
     * @param pidFile the embedded database's {@code postmaster.pid}; empty without one
     */
    public static void premain(String pidFile) {
        // WildFly replaces System.in; the descriptor stays what it is.
        FileInputStream launcher = new FileInputStream(FileDescriptor.in);
        startDaemon("launcher-watch", () -> watch(launcher, pidFile));
    }

    private static void watch(FileInputStream launcher, String pidFile) {
        boolean orphaned = await(launcher) != STOP;
        if (orphaned && !pidFile.isEmpty()) {
            // SIGTERM lets the database wait for its clients: it goes when this process has gone.
            terminate(Path.of(pidFile));
        }
        startDaemon("launcher-watch-limit", ParentWatch::haltLater);
        System.exit(0);
    }

    private static int await(FileInputStream launcher) {
        try {
            return launcher.read();
        } catch (IOException e) {
            return -1;
        }
    }

    private static void terminate(Path pidFile) {
        try {
            long pid = Long.parseLong(Files.readAllLines(pidFile).get(0).strip());
            // Whoever has that process id by now is not told to end for it.
            ProcessHandle.of(pid).filter(ParentWatch::isPostgres).ifPresent(ProcessHandle::destroy);
        } catch (IOException | RuntimeException e) {
            // No database, or none that could be told: the next start looks after it.
            System.err.println("launcher-watch: " + e);
        }
    }

    private static boolean isPostgres(ProcessHandle process) {
        return process.info()
                .command()
                .map(command -> String.valueOf(Path.of(command).getFileName()).startsWith("postgres"))
                .orElse(false);
    }

    private static void haltLater() {
        try {
            TimeUnit.SECONDS.sleep(SHUTDOWN_LIMIT_SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(1);
    }

    private static void startDaemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }
}
