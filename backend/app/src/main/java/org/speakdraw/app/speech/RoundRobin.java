package org.speakdraw.app.speech;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Jobs that wait. Addresses take turns, and so do the speakers at one address, however many jobs each of them has. Not
 * bounded by itself; one thread at a time.
 */
final class RoundRobin<J extends SpeechJob> {

    /** Of each address the jobs by speaker. Whose turn is next is first, here and there; nobody is without jobs. */
    private final Map<String, Map<Object, Deque<J>>> addresses = new LinkedHashMap<>();

    void add(J job) {
        jobsLike(job).addLast(job);
    }

    /** Adds a job in the place of those that the same speaker has. */
    void replace(J job) {
        Deque<J> own = jobsLike(job);
        own.clear();
        own.addLast(job);
    }

    private Deque<J> jobsLike(J job) {
        return addresses
                .computeIfAbsent(job.address(), address -> new LinkedHashMap<>())
                .computeIfAbsent(job.speaker(), speaker -> new ArrayDeque<>());
    }

    /** Removes all jobs of a speaker. */
    void remove(Object speaker) {
        addresses.values().removeIf(speakers -> {
            speakers.remove(speaker);
            return speakers.isEmpty();
        });
    }

    /** Takes the next job. */
    Optional<J> poll() {
        return poll(address -> true);
    }

    /** Takes the next job of an address that may have a turn. */
    Optional<J> poll(Predicate<String> mayHaveTurn) {
        return addresses.keySet().stream()
                .filter(mayHaveTurn)
                .findFirst()
                .flatMap(address -> Optional.ofNullable(addresses.remove(address))
                        .map(speakers -> {
                            J job = first(speakers);
                            if (!speakers.isEmpty()) {
                                addresses.put(address, speakers);
                            }
                            return job;
                        }));
    }

    /** Takes the first job of the first speaker, who goes to the end of the round with the others. */
    private static <J> J first(Map<Object, Deque<J>> speakers) {
        Iterator<Map.Entry<Object, Deque<J>>> round = speakers.entrySet().iterator();
        Map.Entry<Object, Deque<J>> next = round.next();
        Object speaker = next.getKey();
        Deque<J> own = next.getValue();
        round.remove();
        J job = own.removeFirst();
        if (!own.isEmpty()) {
            speakers.put(speaker, own);
        }
        return job;
    }

    int size() {
        return addresses.values().stream().mapToInt(RoundRobin::count).sum();
    }

    boolean isEmpty() {
        return addresses.isEmpty();
    }

    /** Jobs of all speakers at an address. */
    int sizeAt(String address) {
        return count(addresses.getOrDefault(address, Map.of()));
    }

    /** Jobs of one speaker. */
    int sizeOf(Object speaker) {
        return addresses.values().stream()
                .map(speakers -> speakers.get(speaker))
                .mapToInt(own -> own == null ? 0 : own.size())
                .sum();
    }

    private static <J> int count(Map<Object, Deque<J>> speakers) {
        return speakers.values().stream().mapToInt(Deque::size).sum();
    }

    /** Takes all of them. */
    List<J> drain() {
        List<J> all = new ArrayList<>();
        addresses.values().forEach(speakers -> speakers.values().forEach(all::addAll));
        addresses.clear();
        return all;
    }
}
