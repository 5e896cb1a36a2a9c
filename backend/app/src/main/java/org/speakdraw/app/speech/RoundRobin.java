package org.speakdraw.app.speech;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Jobs that wait: speakers take turns, however many jobs each of them has. Not bounded by itself; one thread at a time. */
final class RoundRobin {

    /** The speaker whose turn is next is first; none is without jobs. */
    private final Map<Object, Deque<SpeechJob>> jobs = new LinkedHashMap<>();

    private int size;

    void add(SpeechJob job) {
        jobs.computeIfAbsent(job.speaker(), speaker -> new ArrayDeque<>()).addLast(job);
        size++;
    }

    /** Takes the next job of a speaker who may have a turn. */
    Optional<SpeechJob> poll(Predicate<Object> mayHaveTurn) {
        Optional<Map.Entry<Object, Deque<SpeechJob>>> next = jobs.entrySet().stream()
                .filter(entry -> mayHaveTurn.test(entry.getKey()))
                .findFirst();
        return next.map(entry -> {
            Deque<SpeechJob> own = entry.getValue();
            SpeechJob job = own.removeFirst();
            jobs.remove(entry.getKey());
            if (!own.isEmpty()) {
                // To the end of the round.
                jobs.put(job.speaker(), own);
            }
            size--;
            return job;
        });
    }

    int size() {
        return size;
    }

    int sizeOf(Object speaker) {
        Deque<SpeechJob> own = jobs.get(speaker);
        return own == null ? 0 : own.size();
    }

    /** Takes all of them. */
    List<SpeechJob> drain() {
        List<SpeechJob> all = new ArrayList<>();
        jobs.values().forEach(all::addAll);
        jobs.clear();
        size = 0;
        return all;
    }
}
