package org.speakdraw.launcher.instance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A process that can be recognised later: process ids are used again, but not with the same start.
 *
 * @param pid   process id
 * @param start another one for each process that has had this id; empty where the operating system does not say
 */
public record ProcessIdentity(long pid, String start) {

    /** Of {@code /proc/PID/stat}, counted from behind the program's name. */
    private static final int START_FIELD = 19;

    public static ProcessIdentity of(ProcessHandle process) {
        return new ProcessIdentity(process.pid(), startOf(process));
    }

    static ProcessIdentity parse(String text) {
        int separator = text.indexOf('@');
        return new ProcessIdentity(Long.parseLong(text.substring(0, separator)), text.substring(separator + 1));
    }

    /**
     * On Linux which start of the machine, and how long after it: the time of day is made of that and of the clock as it is now, so it
     * is another one once the clock is set.
     */
    private static String startOf(ProcessHandle process) {
        try {
            String boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id"));
            String stat = Files.readString(
                    Path.of("/proc", Long.toString(process.pid()), "stat"), StandardCharsets.ISO_8859_1);
            // The name may have spaces and brackets in it.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return boot.strip() + "+" + fields[START_FIELD];
        } catch (IOException e) {
            return process.info().startInstant().map(Instant::toString).orElse("");
        }
    }

    /** The process, if it still lives. */
    public Optional<ProcessHandle> find() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                // One that has ended, but was not collected by its parent yet, has no program any more.
                .filter(process -> process.info().command().isPresent())
                .filter(process -> startOf(process).equals(start));
    }

    /**
     * Waits for the process to end by itself, and ends it by force when it does not.
     *
     * @param grace how long to wait
     */
    public void awaitEnd(Duration grace) {
        find().ifPresent(process -> {
            try {
                process.onExit().get(grace.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException | TimeoutException e) {
                process.destroyForcibly();
            }
        });
    }

    @Override
    public String toString() {
        return pid + "@" + start;
    }
}
