package org.speakdraw.app.speech;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Whose file is worked on next. Addresses take turns, and no address has two files begun at once. A begun file holds all of
 * its sound in memory (38 MB for ten minutes), so only a few are; the others wait as they were uploaded. One thread at a time.
 */
final class FileTurns {

    static final int MAX_BEGUN = 4;

    private final RoundRobin waiting = new RoundRobin();
    private final Deque<SpeechJob> begun = new ArrayDeque<>();
    private boolean begunIsNext;

    void add(SpeechJob job) {
        waiting.add(job);
    }

    /** Puts back a file that was taken and is not finished. */
    void again(SpeechJob job) {
        begun.addLast(job);
    }

    Optional<SpeechJob> poll() {
        boolean mayBegin = begun.size() < MAX_BEGUN && !(begunIsNext && !begun.isEmpty());
        Optional<SpeechJob> fresh = mayBegin ? waiting.poll(this::hasNoneBegun) : Optional.empty();
        // New files and begun ones alternate, so that neither holds up the other.
        begunIsNext = fresh.isPresent();
        return fresh.or(() -> Optional.ofNullable(begun.pollFirst()));
    }

    private boolean hasNoneBegun(Object address) {
        return begun.stream().noneMatch(job -> job.speaker().equals(address));
    }

    /** Takes all of them. */
    List<SpeechJob> drain() {
        List<SpeechJob> all = new ArrayList<>(begun);
        all.addAll(waiting.drain());
        begun.clear();
        return all;
    }
}
