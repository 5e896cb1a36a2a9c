package org.speakdraw.launcher.instance;

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
 * @param start of the process, to the precision the operating system gives
 */
public record ProcessIdentity(long pid, Instant start) {

    /** Linux tells starts by the clock as it is now, which is set right by fractions of a second while it runs. */
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    public static ProcessIdentity of(ProcessHandle process) {
        return new ProcessIdentity(process.pid(), process.info().startInstant().orElse(Instant.EPOCH));
    }

    static ProcessIdentity parse(String text) {
        int separator = text.indexOf('@');
        return new ProcessIdentity(
                Long.parseLong(text.substring(0, separator)), Instant.parse(text.substring(separator + 1)));
    }

    /** The process, if it still lives. */
    public Optional<ProcessHandle> find() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                // One that has ended, but was not collected by its parent yet, has no program any more.
                .filter(process -> process.info().command().isPresent())
                .filter(process -> isStart(process.info().startInstant().orElse(Instant.EPOCH)));
    }

    private boolean isStart(Instant other) {
        return Duration.between(start, other).abs().compareTo(TOLERANCE) <= 0;
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
