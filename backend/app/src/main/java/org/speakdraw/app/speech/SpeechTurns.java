package org.speakdraw.app.speech;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Whose job is worked on next. Final texts of live speech come first. Then come texts prepared during a pause, and
 * partial texts, either while they have taken no more than their share of the worker's time; of either kind a speaker
 * has one place.
 * Files get what is left. Texts may be prepared beyond their share while nobody else wants anything. Addresses take
 * turns, and the speakers at one address. Thread-safe.
 */
final class SpeechTurns {

    /**
     * Most prepared texts are wanted a moment later, so they cost little; but whoever pauses for ever must not stop
     * files.
     */
    private static final double PREPARED_SHARE = 0.5;

    private final int maxWaiting;
    private final int maxPerSpeaker;
    private final RoundRobin<SpeechJob> finals = new RoundRobin<>();
    private final RoundRobin<SpeechJob> prepared = new RoundRobin<>();
    private final RoundRobin<SpeechJob> partials = new RoundRobin<>();
    private final Deque<SpeechJob> files = new ArrayDeque<>();
    private final TimeShare preparedTime;
    private final TimeShare partialTime;

    /**
     * @param maxWaiting    final texts that wait, of all speakers
     * @param maxPerSpeaker of them
     * @param partialShare  of the worker's time, above 0 to 1
     * @param nanoTime      a monotonic clock
     */
    SpeechTurns(int maxWaiting, int maxPerSpeaker, double partialShare, LongSupplier nanoTime) {
        this.maxWaiting = maxWaiting;
        this.maxPerSpeaker = maxPerSpeaker;
        this.preparedTime = new TimeShare(PREPARED_SHARE, nanoTime);
        this.partialTime = new TimeShare(partialShare, nanoTime);
    }

    /** What a job's time counts as. */
    enum Kind {
        FINAL,
        PREPARED,
        PARTIAL,
        FILE
    }

    /** A job on its way to the worker. */
    record Turn(SpeechJob job, Kind kind) {}

    /**
     * Adds a final text.
     *
     * @return false when there is no place for it
     */
    synchronized boolean addFinal(SpeechJob job) {
        if (full(job.address()) || finals.sizeOf(job.speaker()) >= maxPerSpeaker) {
            return false;
        }
        finals.add(job);
        notifyAll();
        return true;
    }

    /** Adds a file, or puts one back that is not finished; how many there may be is for the caller to bound. */
    synchronized void addFile(SpeechJob job) {
        files.addLast(job);
        notifyAll();
    }

    /**
     * Adds a partial text, replacing one of the same speaker that waits.
     *
     * @return false when somebody waits for a final text; then it is dropped
     */
    synchronized boolean addPartial(SpeechJob job) {
        if (!finals.isEmpty()) {
            return false;
        }
        partials.replace(job);
        notifyAll();
        return true;
    }

    /**
     * Adds a text that will most likely be wanted in a moment, replacing one of the same speaker that waits.
     *
     * @return false when somebody waits for a final text; then it is dropped
     */
    synchronized boolean addPrepared(SpeechJob job) {
        if (!finals.isEmpty()) {
            return false;
        }
        partials.remove(job.speaker());
        prepared.replace(job);
        notifyAll();
        return true;
    }

    /** Drops the partial or prepared text that waits for {@code speaker}. */
    synchronized void dropPartial(Object speaker) {
        prepared.remove(speaker);
        partials.remove(speaker);
    }

    /**
     * Whether another final text for {@code address} would be refused: there is a place for whoever holds fewer than
     * are still free. One address alone gets half of them, and there is always room for the next one (the dynamic
     * threshold of Choudhury and Hahne, 1998).
     */
    synchronized boolean full(String address) {
        return finals.sizeAt(address) >= maxWaiting - finals.size();
    }

    /** Waits for the next job. */
    synchronized Turn take() throws InterruptedException {
        Optional<Turn> next = poll();
        while (next.isEmpty()) {
            if (partials.isEmpty()) {
                wait();
            } else {
                TimeUnit.NANOSECONDS.timedWait(this, partialTime.nanosLeft());
            }
            next = poll();
        }
        return next.get();
    }

    /** The next job, if there is one that may be worked on now. */
    synchronized Optional<Turn> poll() {
        return pollLive()
                .or(() -> Optional.ofNullable(files.pollFirst()).map(job -> new Turn(job, Kind.FILE)))
                .or(() -> next(prepared, Kind.PREPARED));
    }

    /** Whether somebody waits for a final text, or for one that is prepared, with nothing but partial texts before it. */
    synchronized boolean isUrgent() {
        return !finals.isEmpty() || !prepared.isEmpty();
    }

    /** Whether {@link #pollLive} has something for a worker that is busy with a file. */
    synchronized boolean isLiveDue() {
        return !finals.isEmpty()
                || (!prepared.isEmpty() && preparedTime.isDue())
                || (!partials.isEmpty() && partialTime.isDue());
    }

    /** The next job of live speech that goes before a file. */
    synchronized Optional<Turn> pollLive() {
        return next(finals, Kind.FINAL)
                .or(() -> preparedTime.isDue() ? next(prepared, Kind.PREPARED) : Optional.empty())
                .or(() -> partialTime.isDue() ? next(partials, Kind.PARTIAL) : Optional.empty());
    }

    private static Optional<Turn> next(RoundRobin<SpeechJob> jobs, Kind kind) {
        return jobs.poll().map(job -> new Turn(job, kind));
    }

    /** A job has taken {@code nanos} of the worker's time. */
    synchronized void took(Kind kind, long nanos) {
        switch (kind) {
            case PREPARED -> preparedTime.took(nanos);
            case PARTIAL -> partialTime.took(nanos);
            case FINAL, FILE -> {
                // They have what they need.
            }
        }
    }

    /** Takes everything that somebody waits for; nothing waits then. */
    synchronized List<SpeechJob> drain() {
        List<SpeechJob> all = new ArrayList<>(finals.drain());
        all.addAll(files);
        files.clear();
        prepared.drain();
        partials.drain();
        return all;
    }
}
