package org.speakdraw.inference.diffusion;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.speakdraw.inference.Frame;

/**
 * Leaves out frames that hardly differ from the last one painted (Kodaira et al., "StreamDiffusion", section 3.5,
 * stochastic similarity filter). The more alike, the likelier a skip: with the cosine similarity c of all values it is
 * {@code max(0, 1 - (1 - c) / (1 - threshold))}; a threshold of 1 never skips. Not thread-safe; one a session.
 */
public final class SimilarFrameFilter {

    /** How skips are limited. */
    enum SkipLimit {
        /** After at most n skips in a row a frame is processed. */
        IN_A_ROW,
        /**
         * As StreamDiffusion does, for replays: n + 1 skips, and a frame processed because it differs does not start
         * the count over.
         */
        REFERENCE
    }

    private final RandomGenerator random;
    private final SkipLimit limit;
    private @Nullable InputPicture processed;
    private int skipped;
    private int toPush;

    /** @param random decides between the likely and the unlikely */
    public SimilarFrameFilter(RandomGenerator random) {
        this(random, SkipLimit.IN_A_ROW);
    }

    SimilarFrameFilter(RandomGenerator random, SkipLimit limit) {
        this.random = random;
        this.limit = limit;
    }

    /**
     * Whether the frame is to be painted. One of another size always is.
     *
     * @param threshold  similarity from which skipping begins, up to 1
     * @param maxSkipped skips in a row at most
     * @param inFlight   frames that a frame needs behind it to come out: one less than there are steps. So many are
     *     processed after each that was, or it would be stuck on its way while the scene stands still
     */
    public boolean shouldProcess(InputPicture picture, float threshold, int maxSkipped, int inFlight) {
        if (decides(picture, threshold, maxSkipped)) {
            toPush = inFlight;
            return true;
        }
        if (toPush == 0) {
            return false;
        }
        toPush--;
        skipped = 0;
        return true;
    }

    private boolean decides(InputPicture picture, float threshold, int maxSkipped) {
        InputPicture last = processed;
        if (last == null || last.width() != picture.width() || last.height() != picture.height()) {
            skipped = 0;
            processed = picture;
            return true;
        }
        double probability = skipProbability(cosine(last.frame(), picture.frame()), threshold);
        boolean differs = probability < random.nextDouble();
        if (differs && limit == SkipLimit.REFERENCE) {
            processed = picture;
            return true;
        }
        boolean exhausted = limit == SkipLimit.REFERENCE ? skipped > maxSkipped : skipped >= maxSkipped;
        if (differs || exhausted) {
            skipped = 0;
            processed = picture;
            return true;
        }
        skipped++;
        return false;
    }

    /** Forgets the last frame: the next one is painted. */
    public void reset() {
        processed = null;
        skipped = 0;
        toPush = 0;
    }

    /** Skips since the count last started over. */
    int skipped() {
        return skipped;
    }

    static double skipProbability(double cosine, double threshold) {
        return threshold >= 1 ? 0 : Math.max(0, 1 - (1 - cosine) / (1 - threshold));
    }

    /** Of two frames of one size, colours as -1..1. Of odd numbers, 2 x level - 255, so that no frame is all zero. */
    static double cosine(Frame a, Frame b) {
        byte[] left = a.rgb();
        byte[] right = b.rgb();
        long dot = 0;
        long squaredLeft = 0;
        long squaredRight = 0;
        for (int i = 0; i < left.length; i++) {
            int x = 2 * (left[i] & 0xFF) - 255;
            int y = 2 * (right[i] & 0xFF) - 255;
            dot += (long) x * y;
            squaredLeft += (long) x * x;
            squaredRight += (long) y * y;
        }
        return dot / Math.sqrt((double) squaredLeft * squaredRight);
    }
}
