package org.speakdraw.inference.speech;

import java.util.ArrayList;
import java.util.List;

/**
 * The parts of a clip in which somebody may speak, put end to end: a time line of its own, which leads back to the
 * clip's. The samples are shared, not copied. Immutable, thread-safe.
 *
 * @param samples     of the whole clip, at 16 kHz
 * @param likelihoods that of a voice in each {@link SileroVad#FRAME} samples of the clip
 * @param threshold   from which on it counts as one
 * @param parts       in order, without overlap
 */
record VoicedSound(float[] samples, float[] likelihoods, double threshold, List<Part> parts) {

    /** Samples beside a voice that are kept of a longer pause: consonants are no voice, and no word may lose its end. */
    private static final int MARGIN = LogMel.SAMPLE_RATE;
    /** Samples of a pause that is kept whole, since Whisper tells sentences apart by it. */
    private static final int LONGEST_PAUSE = 3 * LogMel.SAMPLE_RATE;
    /** By how much less likely a voice may be while it goes on than where it begins. */
    private static final double DIP = 0.15;
    /** Frames above the threshold without which nothing is a word: a click has one. */
    private static final int SHORTEST = 3;

    /**
     * One stretch of the clip.
     *
     * @param from in the clip
     * @param to   in the clip
     * @param at   where it begins among the parts put end to end
     */
    record Part(int from, int to, int at) {

        private int end() {
            return at + to - from;
        }
    }

    VoicedSound {
        parts = List.copyOf(parts);
    }

    /**
     * Finds the parts.
     *
     * @param likelihoods that of a voice in each {@link SileroVad#FRAME} samples
     * @param threshold   where a voice begins; 0: the whole clip is one part
     */
    static VoicedSound of(float[] samples, float[] likelihoods, double threshold) {
        List<Part> parts = new ArrayList<>();
        int start = -1;
        int sure = 0;
        for (int frame = 0; frame <= likelihoods.length; frame++) {
            double likelihood = frame < likelihoods.length ? likelihoods[frame] : -1;
            if (start < 0 && likelihood >= threshold) {
                start = frame;
                sure = 0;
            }
            sure += likelihood >= threshold ? 1 : 0;
            if (start >= 0 && likelihood < Math.max(0, threshold - DIP)) {
                if (sure >= Math.min(SHORTEST, likelihoods.length)) {
                    add(parts, start * SileroVad.FRAME - MARGIN, frame * SileroVad.FRAME + MARGIN, samples.length);
                }
                start = -1;
            }
        }
        return new VoicedSound(samples, likelihoods, threshold, parts);
    }

    /** Adds a part, or makes the last one longer where only a short pause lies between. */
    private static void add(List<Part> parts, int from, int to, int length) {
        int first = from <= LONGEST_PAUSE - MARGIN ? 0 : from;
        int last = length - to <= LONGEST_PAUSE - MARGIN ? length : to;
        if (parts.isEmpty()) {
            parts.add(new Part(first, last, 0));
            return;
        }
        Part before = parts.get(parts.size() - 1);
        if (first - before.to() <= LONGEST_PAUSE - 2 * MARGIN) {
            parts.set(parts.size() - 1, new Part(before.from(), last, before.at()));
        } else {
            parts.add(new Part(first, last, before.end()));
        }
    }

    /** Samples of all parts. */
    int length() {
        return parts.isEmpty() ? 0 : parts.get(parts.size() - 1).end();
    }

    /** A copy of {@code count} samples from {@code at} on, fewer at the end. */
    float[] cut(int at, int count) {
        float[] cut = new float[Math.max(0, Math.min(count, length() - at))];
        for (Part part : parts) {
            int first = Math.max(at, part.at());
            int last = Math.min(at + cut.length, part.end());
            if (first < last) {
                System.arraycopy(samples, part.from() + first - part.at(), cut, first - at, last - first);
            }
        }
        return cut;
    }

    /** Seconds of the {@code count} samples from {@code at} on that hold a voice, pauses and margins left out. */
    double voicedSeconds(int at, int count) {
        int frames = 0;
        for (Part part : parts) {
            int first = part.from() + Math.max(0, at - part.at());
            int last = Math.min(part.to(), part.from() + at + count - part.at());
            for (int frame = first / SileroVad.FRAME; frame * SileroVad.FRAME < last; frame++) {
                frames += likelihoods[frame] >= threshold ? 1 : 0;
            }
        }
        return (double) frames * SileroVad.FRAME / LogMel.SAMPLE_RATE;
    }

    /** Seconds from the clip's beginning of something that begins {@code seconds} from the first part's. */
    double start(double seconds) {
        double sample = seconds * LogMel.SAMPLE_RATE;
        Part part = parts.stream()
                .filter(each -> sample < each.end())
                .findFirst()
                .orElseGet(() -> parts.get(parts.size() - 1));
        return inClip(part, sample);
    }

    /** Seconds from the clip's beginning of something that ends {@code seconds} from the first part's. */
    double end(double seconds) {
        double sample = seconds * LogMel.SAMPLE_RATE;
        Part part = parts.stream()
                .filter(each -> sample <= each.end())
                .findFirst()
                .orElseGet(() -> parts.get(parts.size() - 1));
        return inClip(part, sample);
    }

    private static double inClip(Part part, double sample) {
        return (part.from() + Math.min(sample, part.end()) - part.at()) / LogMel.SAMPLE_RATE;
    }
}
