package org.speakdraw.inference.matting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.imaging.Matte;

class MatteRefinerTest {

    private static final RefinementParameters SMOOTHING = new RefinementParameters(0.1f, 0.02f, 50, 0, 1e-3f, 0, 1);

    @Test
    void withoutParametersTheMatteIsTheSame() {
        Matte matte = matte(8, 0.3f);
        assertThat(new MatteRefiner(RefinementParameters.none()).refine(matte, grey(16, 90), "camera"))
                .isSameAs(matte);
    }

    @Test
    void followsSlowlyWhereThePictureIsStillAndAtOnceWhereItMoves() {
        MatteRefiner refiner = new MatteRefiner(SMOOTHING);
        refiner.refine(matte(64, 0f), grey(64, 90), "camera");
        assertThat(value(refiner.refine(matte(64, 1f), grey(64, 91), "camera"))).isCloseTo(0.1f, within(1e-4f));
        assertThat(value(refiner.refine(matte(64, 1f), grey(64, 140), "camera")))
                .isEqualTo(1f);
    }

    @Test
    void reachesASteadyMatteHoweverStillThePicture() {
        MatteRefiner refiner = new MatteRefiner(new RefinementParameters(0.1f, 0.02f, 50, 0, 1e-3f, 0.1f, 0.9f));
        refiner.refine(matte(16, 0f), grey(16, 90), "camera");
        float value = 0;
        for (int i = 0; i < 30; i++) {
            value = value(refiner.refine(matte(16, 1f), grey(16, 90), "camera"));
        }
        assertThat(value).isEqualTo(1f);
    }

    @Test
    void startsOverOnAnotherSizeOrSourceAndWhenTold() {
        MatteRefiner refiner = new MatteRefiner(SMOOTHING);
        refiner.refine(matte(16, 0f), grey(16, 90), "camera");
        assertThat(value(refiner.refine(matte(16, 1f), grey(16, 90), "file"))).isEqualTo(1f);
        assertThat(value(refiner.refine(matte(8, 0f), grey(16, 90), "file"))).isEqualTo(0f);
        assertThat(value(refiner.refine(matte(8, 1f), grey(32, 90), "file"))).isEqualTo(1f);
        refiner.reset();
        assertThat(value(refiner.refine(matte(8, 0f), grey(32, 90), "file"))).isEqualTo(0f);
    }

    @Test
    void doesNotChangeWhatItIsGiven() {
        MatteRefiner refiner = new MatteRefiner(RefinementParameters.forMasks());
        Matte first = matte(16, 0.5f);
        Matte second = matte(16, 0.7f);
        refiner.refine(first, grey(32, 90), "camera");
        Matte refined = refiner.refine(second, grey(32, 90), "camera");
        assertThat(first).isEqualTo(matte(16, 0.5f));
        assertThat(second).isEqualTo(matte(16, 0.7f));
        assertThat(refined.width()).isEqualTo(32);
    }

    @Test
    void parametersSayWhatTheyTake() {
        assertThatThrownBy(() -> new RefinementParameters(0, 0, 0, 0, 1e-3f, 0, 1))
                .hasMessageContaining("restRate is 0");
        assertThatThrownBy(() -> new RefinementParameters(1, 0, 0, 65, 1e-3f, 0, 1))
                .hasMessageContaining("guideRadius");
        assertThatThrownBy(() -> new RefinementParameters(1, 0, 0, 0, 1e-3f, 0.5f, 0.5f))
                .hasMessageContaining("white");
        assertThatThrownBy(() -> new RefinementParameters(1, Float.NaN, 0, 0, 1e-3f, 0, 1))
                .hasMessageContaining("noise");
    }

    private static float value(Matte matte) {
        return matte.alpha()[matte.alpha().length / 2];
    }

    private static Matte matte(int side, float value) {
        float[] alpha = new float[side * side];
        Arrays.fill(alpha, value);
        return new Matte(side, side, alpha);
    }

    private static Frame grey(int side, int level) {
        byte[] rgb = new byte[3 * side * side];
        Arrays.fill(rgb, (byte) level);
        return new Frame(side, side, rgb);
    }
}
