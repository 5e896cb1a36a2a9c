package org.speakdraw.inference.imaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.speakdraw.inference.Frame;

class MattePreviewTest {

    private static final int SIDE = 40;

    /** The left half is a person. */
    private final Matte matte = matte();

    @Test
    void showsWhatIsRepaintedInWhite() {
        Frame shown = MattePreview.grey(matte, 2 * SIDE, 2 * SIDE, CompositeOptions.usual());
        assertThat(shown.width()).isEqualTo(2 * SIDE);
        assertThat(value(shown, 5, 40, 0)).isEqualTo(255);
        assertThat(value(shown, 75, 40, 0)).isEqualTo(0);
    }

    @Test
    void turnsRoundWithTheComposite() {
        Frame shown = MattePreview.grey(matte, SIDE, SIDE, new CompositeOptions(true, 0, 0, true));
        assertThat(value(shown, 2, 20, 0)).isEqualTo(0);
        assertThat(value(shown, 38, 20, 0)).isEqualTo(255);
    }

    @Test
    void growsWithTheComposite() {
        Frame shown = MattePreview.grey(matte, SIDE, SIDE, new CompositeOptions(true, 0, 8, false));
        assertThat(value(shown, SIDE / 2 + 6, 20, 0)).isEqualTo(255);
        assertThat(value(shown, SIDE / 2 + 10, 20, 0)).isEqualTo(0);
    }

    @Test
    void tintsWhatStaysAndLeavesTheRest() {
        byte[] grey = new byte[3 * SIDE * SIDE];
        Arrays.fill(grey, (byte) 100);
        Frame shown = MattePreview.overlay(new Frame(SIDE, SIDE, grey), matte, CompositeOptions.usual());
        assertThat(value(shown, 2, 20, 0)).isEqualTo(100);
        assertThat(value(shown, 38, 20, 0)).isBetween(150, 180);
        assertThat(value(shown, 38, 20, 1)).isLessThan(90);
        assertThat(grey).as("the original is not written to").containsOnly((byte) 100);
    }

    private static Matte matte() {
        float[] alpha = new float[SIDE * SIDE];
        for (int i = 0; i < alpha.length; i++) {
            alpha[i] = i % SIDE < SIDE / 2 ? 1 : 0;
        }
        return new Matte(SIDE, SIDE, alpha);
    }

    private static int value(Frame frame, int x, int y, int channel) {
        return frame.rgb()[3 * (y * frame.width() + x) + channel] & 0xFF;
    }
}
