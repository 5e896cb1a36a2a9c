package org.speakdraw.inference.matting;

import org.jspecify.annotations.Nullable;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.UnitRange;
import org.speakdraw.inference.imaging.GuidedFilter;
import org.speakdraw.inference.imaging.Matte;

/**
 * Makes a network's matte fit for compositing: smooth over time, edges where the picture has them, background and
 * person clean. One a session, used by one thread at a time; need not be the network's thread. It starts over by itself
 * when the size or the source changes.
 */
public final class MatteRefiner {

    private record Origin(int matteWidth, int matteHeight, int width, int height, String source) {}

    /** As its authors advise; the edges are those of the picture at its own size all the same. */
    private static final int GUIDE_SUBSAMPLING = 4;

    private final RefinementParameters parameters;
    private final MatteSmoother smoother;
    private @Nullable Origin origin;

    /** A session that has seen nothing yet. */
    public MatteRefiner(RefinementParameters parameters) {
        this.parameters = parameters;
        smoother = new MatteSmoother(parameters);
    }

    /**
     * The matte as it is to be composited.
     *
     * @param matte  as the network gave it; not changed
     * @param frame  the one it was made from, at any size
     * @param source as in {@link MattingInput}
     * @return at the frame's size where the parameters ask for the guided filter, else at the matte's
     */
    public Matte refine(Matte matte, Frame frame, String source) {
        Origin next = new Origin(matte.width(), matte.height(), frame.width(), frame.height(), source);
        if (!next.equals(origin)) {
            reset();
            origin = next;
        }
        Matte refined = parameters.guides()
                ? new GuidedFilter(parameters.guideRadius(), parameters.guideEpsilon(), GUIDE_SUBSAMPLING)
                        .refine(matte, frame)
                : matte;
        if (parameters.smooths()) {
            // After the guided filter, which carries the picture's own noise into the edges.
            refined = smoother.smooth(refined, frame);
        }
        return parameters.black() > 0 || parameters.white() < 1 ? stretched(refined) : refined;
    }

    /** The next frame counts as the first. */
    public void reset() {
        smoother.reset();
        origin = null;
    }

    /** Faint background becomes none, and an almost certain person a certain one: both stay exactly as they are. */
    private Matte stretched(Matte matte) {
        float[] alpha = matte.alpha();
        float[] values = new float[alpha.length];
        float scale = 1 / (parameters.white() - parameters.black());
        for (int i = 0; i < values.length; i++) {
            values[i] = UnitRange.clamp((alpha[i] - parameters.black()) * scale);
        }
        return new Matte(matte.width(), matte.height(), values);
    }
}
