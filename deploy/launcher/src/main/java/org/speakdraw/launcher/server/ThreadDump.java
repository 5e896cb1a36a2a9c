package org.speakdraw.launcher.server;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * What a server that hangs is waiting for: told by signal 3, its JVM prints the stack of every thread into {@code
 * console.log}, even where none of them gets on. There is no such signal on Windows.
 */
final class ThreadDump {

    /** The last line of the list. */
    private static final String END = "JNI global refs";

    private static final long LIMIT_MILLIS = 5_000;
    private static final long POLL_MILLIS = 50;

    private final long pid;
    private final Predicate<String> printed;

    /**
     * @param pid     of the JVM
     * @param printed whether it has printed a text
     */
    ThreadDump(long pid, Predicate<String> printed) {
        this.pid = pid;
        this.printed = printed;
    }

    /** Whether the list is there; false after five seconds, as for a process that was stopped altogether. */
    boolean print() throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LIMIT_MILLIS);
        if (!signal()) {
            return false;
        }
        while (System.nanoTime() - deadline < 0) {
            if (printed.test(END)) {
                return true;
            }
            Thread.sleep(POLL_MILLIS);
        }
        return false;
    }

    private boolean signal() throws InterruptedException {
        try {
            Process kill = new ProcessBuilder("kill", "-QUIT", Long.toString(pid))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return kill.waitFor() == 0;
        } catch (IOException e) {
            // No such program: not a Unix.
            return false;
        }
    }
}
