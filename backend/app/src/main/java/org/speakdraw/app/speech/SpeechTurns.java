package org.speakdraw.app.speech;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Whose job is worked on next. Final texts of live speech come first, speakers taking turns. Then come texts prepared during a
 * pause, and partial texts, the latter only while both together have taken no more than their share of the worker's time; of
 * either kind a speaker has one place. Files get what is left. Thread-safe.
 */
final class SpeechTurns {

    private final int maxWaiting;
    private final int maxPerSpeaker;
    private final double partialShare;
    private final LongSupplier nanoTime;
    private final RoundRobin finals = new RoundRobin();
    private final Map<Object, SpeechJob> prepared = new LinkedHashMap<>();
    private final Map<Object, SpeechJob> partials = new LinkedHashMap<>();
    private final FileTurns files = new FileTurns();
    private long noPartialBefore;

    /**
     * @param maxWaiting    final texts that wait, of all speakers
     * @param maxPerSpeaker of them
     * @param partialShare  of the worker's time, above 0 to 1
     * @param nanoTime      a monotonic clock
     */
    SpeechTurns(int maxWaiting, int maxPerSpeaker, double partialShare, LongSupplier nanoTime) {
        this.maxWaiting = maxWaiting;
        this.maxPerSpeaker = maxPerSpeaker;
        this.partialShare = partialShare;
        this.nanoTime = nanoTime;
        this.noPartialBefore = nanoTime.getAsLong();
    }

    /** What a job's time counts as. */
    enum Kind {
        FINAL,
        /** A partial text, or one prepared during a pause. */
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
        if (full() || finals.sizeOf(job.speaker()) >= maxPerSpeaker) {
            return false;
        }
        finals.add(job);
        notifyAll();
        return true;
    }

    /** Adds a file; how many there may be is for the caller to bound. */
    synchronized void addFile(SpeechJob job) {
        files.add(job);
        notifyAll();
    }

    /** Puts back a file that was taken and is not finished. */
    synchronized void again(SpeechJob job) {
        files.again(job);
        notifyAll();
    }

    /**
     * Adds a partial text, replacing one of the same speaker that waits.
     *
     * @return false when somebody waits for a final text; then it is dropped
     */
    synchronized boolean addPartial(SpeechJob job) {
        if (finals.size() > 0) {
            return false;
        }
        partials.put(job.speaker(), job);
        notifyAll();
        return true;
    }

    /**
     * Adds a text that will most likely be wanted in a moment, replacing one of the same speaker that waits.
     *
     * @return false when somebody waits for a final text; then it is dropped
     */
    synchronized boolean addPrepared(SpeechJob job) {
        if (finals.size() > 0) {
            return false;
        }
        partials.remove(job.speaker());
        prepared.put(job.speaker(), job);
        notifyAll();
        return true;
    }

    /** Drops the partial or prepared text that waits for {@code speaker}. */
    synchronized void dropPartial(Object speaker) {
        prepared.remove(speaker);
        partials.remove(speaker);
    }

    /** Whether another final text would be refused. */
    synchronized boolean full() {
        return finals.size() >= maxWaiting;
    }

    /** Waits for the next job. */
    synchronized Turn take() throws InterruptedException {
        Optional<Turn> next = poll();
        while (next.isEmpty()) {
            if (partials.isEmpty()) {
                wait();
            } else {
                TimeUnit.NANOSECONDS.timedWait(this, noPartialBefore - nanoTime.getAsLong());
            }
            next = poll();
        }
        return next.get();
    }

    /** The next job, if there is one that may be worked on now. */
    synchronized Optional<Turn> poll() {
        Optional<SpeechJob> last = finals.poll(speaker -> true);
        if (last.isPresent()) {
            return last.map(job -> new Turn(job, Kind.FINAL));
        }
        if (!prepared.isEmpty()) {
            return Optional.of(new Turn(pollFirst(prepared), Kind.PARTIAL));
        }
        if (!partials.isEmpty() && nanoTime.getAsLong() - noPartialBefore >= 0) {
            return Optional.of(new Turn(pollFirst(partials), Kind.PARTIAL));
        }
        return files.poll().map(job -> new Turn(job, Kind.FILE));
    }

    private static SpeechJob pollFirst(Map<Object, SpeechJob> jobs) {
        Iterator<SpeechJob> iterator = jobs.values().iterator();
        SpeechJob job = iterator.next();
        iterator.remove();
        return job;
    }

    /** A partial or prepared text has taken {@code nanos} of the worker's time. */
    synchronized void partialTook(long nanos) {
        noPartialBefore = nanoTime.getAsLong() + (long) (nanos * (1 / partialShare - 1));
    }

    /** Takes everything that somebody waits for; nothing waits then. */
    synchronized List<SpeechJob> drain() {
        List<SpeechJob> all = new ArrayList<>(finals.drain());
        all.addAll(files.drain());
        prepared.clear();
        partials.clear();
        return all;
    }
}
