package org.speakdraw.inference.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.speakdraw.inference.Frame;

class FilmPageTest {

    @Test
    void putsPicturesBesideEachOtherAtTheSameHeight() {
        Frame page = FilmPage.beside(List.of(grey(40, 40, 10), grey(40, 20, 200)));
        assertThat(page.height()).isEqualTo(40);
        assertThat(page.width()).isEqualTo(40 + 80);
        assertThat(red(page, 20, 20)).isEqualTo(10);
        assertThat(red(page, 80, 20)).isEqualTo(200);
    }

    @Test
    void leavesOnePictureAsItIs() {
        Frame picture = grey(40, 20, 7);
        assertThat(FilmPage.beside(List.of(picture))).isSameAs(picture);
    }

    @Test
    void writesTheCaptionIntoABandThatIsAlwaysAsHigh() {
        assumeTrue(FilmPage.canWrite(), "there is no font here");
        Frame picture = grey(512, 512, 90);
        Frame empty = FilmPage.captioned(picture, "");
        Frame written = FilmPage.captioned(picture, "ein Fuchs im Schnee");
        Frame tooLong = FilmPage.captioned(picture, "ein Fuchs ".repeat(60));
        assertThat(List.of(empty, written, tooLong))
                .allSatisfy(page -> assertThat(page.height()).isEqualTo(594))
                .allSatisfy(page -> assertThat(red(page, 256, 200)).isEqualTo(90));
        assertThat(bright(empty)).isZero();
        assertThat(bright(written)).isPositive();
        assertThat(bright(tooLong)).isGreaterThan(bright(written));
    }

    private static Frame grey(int width, int height, int level) {
        byte[] rgb = new byte[3 * width * height];
        Arrays.fill(rgb, (byte) level);
        return new Frame(width, height, rgb);
    }

    private static int red(Frame frame, int x, int y) {
        return frame.rgb()[3 * (y * frame.width() + x)] & 255;
    }

    /** Pixels of letters. */
    private static long bright(Frame frame) {
        long count = 0;
        for (int y = 513; y < frame.height(); y++) {
            for (int x = 0; x < frame.width(); x++) {
                count += red(frame, x, y) > 180 ? 1 : 0;
            }
        }
        return count;
    }
}
