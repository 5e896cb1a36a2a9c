package org.speakdraw.inference.matting;

import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.imaging.Matte;

/** How much the matte of somebody who sits still changes because the camera's sensor is noisy. */
final class Flicker {

    private static final int SEED = 7;

    private Flicker() {}

    /**
     * The mean change of the matte (0..1) from a frame to the next.
     *
     * @param still the scene
     * @param noise standard deviation of every channel of every pixel, in levels
     */
    static double measure(
            MattingModel model, RefinementParameters parameters, Frame still, float ratio, double noise, int frames) {
        Random random = new Random(SEED);
        MattingState state = new MattingState();
        MatteRefiner refiner = new MatteRefiner(parameters);
        @Nullable Matte last = null;
        double sum = 0;
        for (int i = 0; i < frames; i++) {
            Frame frame = MattingGolden.noisy(still, random, noise);
            Matte matte = model.matte(List.of(MattingGolden.input(frame, state, ratio)))
                    .get(0)
                    .matte();
            Matte refined = refiner.refine(matte, frame, "camera");
            sum += last == null ? 0 : MattingGolden.mean(refined.alpha(), last.alpha());
            last = refined;
        }
        return sum / (frames - 1);
    }
}
