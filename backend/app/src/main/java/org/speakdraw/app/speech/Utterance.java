package org.speakdraw.app.speech;

import java.util.Arrays;
import java.util.OptionalInt;
import org.speakdraw.inference.AudioClip;
import org.speakdraw.inference.speech.SpeechTask;

/** What one speaker says, as it comes in: 16-bit samples at 16 kHz up to a limit. Thread-safe. */
final class Utterance {

    static final int SAMPLE_RATE = 16_000;

    private final long number;
    private final String language;
    private final String likely;
    private final String phrases;
    private final SpeechTask task;
    private final int limit;
    private short[] samples = new short[4 * SAMPLE_RATE];
    private int count;

    /**
     * @param language code; empty: to be detected
     * @param likely   code; empty: not known
     * @param phrases  what is likely said; may be empty
     */
    Utterance(long number, String language, String likely, String phrases, SpeechTask task, int maxSeconds) {
        this.number = number;
        this.language = language;
        this.likely = likely;
        this.phrases = phrases;
        this.task = task;
        this.limit = maxSeconds * SAMPLE_RATE;
    }

    long number() {
        return number;
    }

    String language() {
        return language;
    }

    /** What is most likely spoken; empty where nobody knows. */
    String likely() {
        return likely;
    }

    /** What is likely said where little is. */
    String phrases() {
        return phrases;
    }

    SpeechTask task() {
        return task;
    }

    /**
     * Adds samples, little-endian.
     *
     * @param offset of the first one; an even number of bytes follows it
     * @return false when not all of them fit any more
     */
    synchronized boolean add(byte[] message, int offset) {
        int coming = (message.length - offset) / 2;
        int fitting = Math.min(coming, limit - count);
        if (count + fitting > samples.length) {
            samples = Arrays.copyOf(samples, Math.min(limit, Math.max(2 * samples.length, count + fitting)));
        }
        for (int i = 0; i < fitting; i++) {
            int at = offset + 2 * i;
            samples[count++] = (short) ((message[at] & 0xFF) | message[at + 1] << 8);
        }
        return fitting == coming;
    }

    /** Samples so far. */
    synchronized int count() {
        return count;
    }

    /**
     * What was said so far.
     *
     * @param most samples from the beginning; empty: all
     */
    synchronized AudioClip clip(OptionalInt most) {
        float[] values = new float[Math.min(count, most.orElse(count))];
        for (int i = 0; i < values.length; i++) {
            values[i] = samples[i] / 32768f;
        }
        return new AudioClip(values, SAMPLE_RATE);
    }
}
