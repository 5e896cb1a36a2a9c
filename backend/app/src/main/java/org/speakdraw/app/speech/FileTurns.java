package org.speakdraw.app.speech;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which files are taken in, and which of them is begun next. Addresses take turns, and no address has two files begun
 * at once.
 * A begun file holds all of its sound in memory (38 MB for ten minutes), so only a few are; the others wait as they
 * were uploaded. Thread-safe.
 */
final class FileTurns<J extends SpeechJob> {

    static final int MAX_BEGUN = 4;

    private final int maxFiles;
    private final RoundRobin<J> waiting = new RoundRobin<>();
    private final List<J> begun = new ArrayList<>();

    /** @param maxFiles that wait or are begun */
    FileTurns(int maxFiles) {
        this.maxFiles = maxFiles;
    }

    /**
     * Takes a file in, if there is a place for it: for whoever holds fewer than are still free, as of final texts
     * ({@link SpeechTurns#full}).
     */
    synchronized boolean add(J job) {
        long own = waiting.sizeAt(job.address())
                + begun.stream().filter(other -> isAt(job.address(), other)).count();
        boolean fits = own < maxFiles - waiting.size() - begun.size();
        if (fits) {
            waiting.add(job);
        }
        return fits;
    }

    /** The file to begin next, if one may be begun now. */
    synchronized Optional<J> begin() {
        if (begun.size() >= MAX_BEGUN) {
            return Optional.empty();
        }
        Optional<J> next = waiting.poll(address -> begun.stream().noneMatch(other -> isAt(address, other)));
        next.ifPresent(begun::add);
        return next;
    }

    private static boolean isAt(String address, SpeechJob job) {
        return job.address().equals(address);
    }

    /** A begun file has ended: its place is free. */
    synchronized void ended(J job) {
        begun.remove(job);
    }

    /** Takes all that wait. */
    synchronized List<J> drain() {
        return waiting.drain();
    }
}
