package org.speakdraw.inference.matting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.speakdraw.inference.matting.MattingGolden.RVM;
import static org.speakdraw.inference.matting.MattingGolden.SQUARE;
import static org.speakdraw.inference.matting.MattingGolden.input;
import static org.speakdraw.inference.matting.MattingGolden.npy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.golden.Golden;
import org.speakdraw.inference.imaging.Matte;

/** How calm mattes are when nothing moves, and how near they stay to Robust Video Matting's when something does. */
class FlickerTest {

    private static final int FRAMES = 12;
    private static final double SENSOR_NOISE = 4;

    @Test
    void smoothingCalmsAStillPerson() {
        Frame still = Golden.png(Golden.require("matting/seq512/frame0.png").toString());
        try (MattingModel rvm = MattingGolden.open(RVM);
                MattingModel selfie = MattingGolden.open(SQUARE)) {
            RefinementParameters none = RefinementParameters.none();
            double recurrent = Flicker.measure(rvm, none, still, 0.5f, SENSOR_NOISE, FRAMES);
            double raw = Flicker.measure(selfie, none, still, 0, SENSOR_NOISE, FRAMES);
            double smoothed = Flicker.measure(selfie, selfie.recommendedRefinement(), still, 0, SENSOR_NOISE, FRAMES);
            assertThat(smoothed).isLessThan(0.4 * raw).isLessThan(0.4 * recurrent);
        }
    }

    @Test
    void refinedMaskIsNearerToRobustVideoMattingAndDoesNotLag() {
        try (MattingModel selfie = MattingGolden.open(SQUARE)) {
            RefinementParameters usual = selfie.recommendedRefinement();
            double raw = distance(selfie, RefinementParameters.none());
            double sharpened = distance(selfie, usual.withoutSmoothing());
            double smoothed = distance(selfie, usual);
            assertThat(sharpened).isLessThan(0.85 * raw);
            assertThat(smoothed).isLessThan(1.05 * sharpened);
        }
    }

    private static double distance(MattingModel model, RefinementParameters parameters) {
        MatteRefiner refiner = new MatteRefiner(parameters);
        double sum = 0;
        for (int i = 0; i < 6; i++) {
            Frame frame = Golden.png("matting/seq512/frame" + i + ".png");
            Matte matte = model.matte(List.of(input(frame, new MattingState(), 0)))
                    .get(0)
                    .matte();
            Matte refined = refiner.refine(matte, frame, "camera");
            float[] golden = npy("matting/seq512/ratio1/pha" + i + ".npy");
            double distance = 0;
            for (int y = 0; y < 512; y++) {
                for (int x = 0; x < 512; x++) {
                    int row = y * refined.height() / 512 * refined.width();
                    distance += Math.abs(refined.alpha()[row + x * refined.width() / 512] - golden[y * 512 + x]);
                }
            }
            sum += distance / golden.length;
        }
        return sum / 6;
    }
}
