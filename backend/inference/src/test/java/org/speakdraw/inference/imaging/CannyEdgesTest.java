package org.speakdraw.inference.imaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.speakdraw.inference.Frame;

class CannyEdgesTest {

    private static final int SIDE = 40;
    private static final int FROM = 12;
    private static final int TO = 28;

    @Test
    void theBorderOfASquareIsAThinLine() {
        Frame edges = CannyEdges.of(square(255));
        for (int x = 0; x < SIDE; x++) {
            for (int y = 0; y < SIDE; y++) {
                if (isWhite(edges, x, y)) {
                    assertThat(onBorder(x) || onBorder(y)).as(x + ", " + y).isTrue();
                }
            }
        }
        int across = 0;
        for (int x = 0; x < SIDE; x++) {
            across += isWhite(edges, x, SIDE / 2) ? 1 : 0;
        }
        assertThat(across).as("white pixels on a line through the middle").isEqualTo(2);
    }

    @Test
    void whatIsHardlySeenIsNoEdge() {
        assertThat(CannyEdges.of(square(20)).rgb()).containsOnly(0);
    }

    private static boolean onBorder(int place) {
        return Math.abs(place - FROM) <= 1 || Math.abs(place - TO) <= 1;
    }

    private static boolean isWhite(Frame frame, int x, int y) {
        int at = 3 * (y * frame.width() + x);
        byte[] pixel = Arrays.copyOfRange(frame.rgb(), at, at + 3);
        assertThat(pixel[0]).isEqualTo(pixel[1]).isEqualTo(pixel[2]);
        return pixel[0] == (byte) 255;
    }

    /** On black. */
    private static Frame square(int level) {
        byte[] rgb = new byte[3 * SIDE * SIDE];
        for (int y = FROM; y < TO; y++) {
            Arrays.fill(rgb, 3 * (y * SIDE + FROM), 3 * (y * SIDE + TO), (byte) level);
        }
        return new Frame(SIDE, SIDE, rgb);
    }
}
