package org.speakdraw.inference.matting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.speakdraw.inference.golden.Closeness.difference;
import static org.speakdraw.inference.matting.MattingGolden.LANDSCAPE;
import static org.speakdraw.inference.matting.MattingGolden.SQUARE;
import static org.speakdraw.inference.matting.MattingGolden.input;
import static org.speakdraw.inference.matting.MattingGolden.npy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.golden.Golden;
import org.speakdraw.inference.imaging.Matte;

class SelfieSegmentationTest {

    /** Twice what ONNX Runtime was found to differ from TensorFlow's reference kernels, rounded up. */
    @ParameterizedTest
    @CsvSource({
        SQUARE + ", astronaut_256x256, 5e-5",
        SQUARE + ", frame0_256x256, 5e-5",
        LANDSCAPE + ", astronaut_256x144, 3e-4",
        LANDSCAPE + ", frame0_256x144, 3e-4"
    })
    void agreesWithTheReferenceMasks(String graph, String picture, double tolerance) {
        try (MattingModel model = MattingGolden.open(graph)) {
            Frame frame = Golden.png("selfie/" + picture + ".png");
            Matte matte = matte(model, frame);
            assertThat(matte.width()).isEqualTo(frame.width());
            assertThat(matte.height()).isEqualTo(frame.height());
            float[] golden = npy("selfie/" + picture + "_mask.npy");
            assertThat(difference(matte.alpha(), golden)).isLessThanOrEqualTo(tolerance);
            float[] swapped = matte(model, MattingGolden.bgr(frame)).alpha();
            assertThat(difference(swapped, golden)).as("with BGR").isGreaterThan(100 * tolerance);
        }
    }

    @Test
    void takesFramesOfAnySizeAndSeveralAtOnce() {
        try (MattingModel model = MattingGolden.open(SQUARE)) {
            Frame large = Golden.png("matting/seq512/frame0.png");
            Frame small = Golden.png("selfie/frame0_256x256.png");
            List<Matting> mattes =
                    model.matte(List.of(input(large, new MattingState(), 0), input(small, new MattingState(), 0)));
            // The same view at two sizes, stretched by two programs: nearly the same matte.
            assertThat(MattingGolden.mean(
                            mattes.get(0).matte().alpha(), mattes.get(1).matte().alpha()))
                    .isLessThan(0.01);
            assertThat(mattes.get(0).foreground()).isEmpty();
            assertThat(mattes.get(1).matte()).isEqualTo(matte(model, small));
        }
    }

    private static Matte matte(MattingModel model, Frame frame) {
        return model.matte(List.of(input(frame, new MattingState(), 0))).get(0).matte();
    }
}
