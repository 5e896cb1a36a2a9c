package org.speakdraw.app.speech;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Whose job is worked on next: turns go round among the speakers, whatever number of jobs each of them has. After everything
 * else come texts that are made ahead of an utterance's end, and then partial texts, these only while both took no more than
 * the share of the worker's time that is theirs. Of either kind a speaker has one place. Bounded; thread-safe.
 */
final class SpeechTurns {

    private final int maxWaiting;
    private final int maxPerSpeaker;
    private final double partialShare;
    /** The speaker whose turn is next is first. */
    private final Map<Object, Deque<SpeechJob>> waiting = new LinkedHashMap<>();

    private final Map<Object, SpeechJob> ahead = new LinkedHashMap<>();
    private final Map<Object, SpeechJob> partials = new LinkedHashMap<>();
    private int count;
    private long noPartialBefore = System.nanoTime();

    SpeechTurns(int maxWaiting, int maxPerSpeaker, double partialShare) {
        this.maxWaiting = maxWaiting;
        this.maxPerSpeaker = maxPerSpeaker;
        this.partialShare = partialShare;
    }

    /**
     * A job on its way to the worker.
     *
     * @param partial whether its time counts for the share of partial texts
     */
    record Turn(SpeechJob job, boolean partial) {}

    /**
     * Adds a job.
     *
     * @return false when there is no place for it
     */
    synchronized boolean add(SpeechJob job) {
        int own = waiting.getOrDefault(job.speaker(), new ArrayDeque<>()).size();
        if (count >= maxWaiting || own >= maxPerSpeaker) {
            return false;
        }
        addAnyway(job);
        return true;
    }

    /** Puts a job back that was taken and is not finished; it waits for its speaker's next turn. */
    synchronized void again(SpeechJob job) {
        addAnyway(job);
    }

    private void addAnyway(SpeechJob job) {
        waiting.computeIfAbsent(job.speaker(), speaker -> new ArrayDeque<>()).addLast(job);
        count++;
        notifyAll();
    }

    /**
     * Adds a partial text, in place of one of the same speaker that waits.
     *
     * @return false when others wait for more than that; then it is gone
     */
    synchronized boolean addPartial(SpeechJob job) {
        if (count > 0) {
            return false;
        }
        partials.put(job.speaker(), job);
        notifyAll();
        return true;
    }

    /**
     * Adds a text that will most likely be wanted in a moment, in place of one of the same speaker that waits.
     *
     * @return false when others wait for more than that; then it is gone
     */
    synchronized boolean addAhead(SpeechJob job) {
        if (count > 0) {
            return false;
        }
        partials.remove(job.speaker());
        ahead.put(job.speaker(), job);
        notifyAll();
        return true;
    }

    /** Drops what waits for {@code speaker}'s partial text, or ahead of a final one. */
    synchronized void dropPartial(Object speaker) {
        ahead.remove(speaker);
        partials.remove(speaker);
    }

    /** Whether another job would be refused. */
    synchronized boolean full() {
        return count >= maxWaiting;
    }

    /** Waits for the next job. */
    synchronized Turn take() throws InterruptedException {
        while (true) {
            Optional<SpeechJob> next = pollWaiting();
            if (next.isPresent()) {
                return new Turn(next.get(), false);
            }
            if (!ahead.isEmpty()) {
                return new Turn(pollFirst(ahead), true);
            }
            long pause = noPartialBefore - System.nanoTime();
            if (partials.isEmpty()) {
                wait();
            } else if (pause > 0) {
                TimeUnit.NANOSECONDS.timedWait(this, pause);
            } else {
                return new Turn(pollFirst(partials), true);
            }
        }
    }

    private Optional<SpeechJob> pollWaiting() {
        if (waiting.isEmpty()) {
            return Optional.empty();
        }
        Object speaker = waiting.keySet().iterator().next();
        Deque<SpeechJob> own = waiting.remove(speaker);
        SpeechJob job = own == null ? null : own.pollFirst();
        if (own != null && !own.isEmpty()) {
            // To the end of the round.
            waiting.put(speaker, own);
        }
        count--;
        return Optional.ofNullable(job);
    }

    private static SpeechJob pollFirst(Map<Object, SpeechJob> jobs) {
        Iterator<SpeechJob> iterator = jobs.values().iterator();
        SpeechJob job = iterator.next();
        iterator.remove();
        return job;
    }

    /** A partial text has taken {@code nanos} of the worker's time. */
    synchronized void partialTook(long nanos) {
        noPartialBefore = System.nanoTime() + (long) (nanos * (1 / partialShare - 1));
    }

    /** Everything that waits; nothing waits then. */
    synchronized List<SpeechJob> drain() {
        List<SpeechJob> all = new ArrayList<>();
        waiting.values().forEach(all::addAll);
        waiting.clear();
        ahead.clear();
        partials.clear();
        count = 0;
        return all;
    }
}
