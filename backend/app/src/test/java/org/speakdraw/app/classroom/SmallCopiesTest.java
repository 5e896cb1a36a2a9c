package org.speakdraw.app.classroom;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.stream.TestStreams;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.imaging.JpegCodec;

class SmallCopiesTest {

    private final SmallCopies copies = new SmallCopies(TestStreams.LIMITS, Wall.SIDE);
    private final JpegCodec codec = new JpegCodec(TestStreams.LIMITS.jpeg());

    @Test
    void areSmallAndSquareWhateverThePictureIs() {
        byte[] wide = codec.encode(new Frame(640, 320, new byte[640 * 320 * 3]), 90);
        copies.update(Map.of(1, wide, 2, TestStreams.jpeg(200)));
        copies.of(Set.of(1, 2)).forEach((seat, jpeg) -> {
            Frame small = codec.decode(jpeg, 0, jpeg.length);
            assertThat(small.width()).isEqualTo(Wall.SIDE);
            assertThat(small.height()).isEqualTo(Wall.SIDE);
        });
    }

    @Test
    void areMadeOnlyOfPicturesThatAreNew() {
        byte[] first = TestStreams.jpeg(10);
        assertThat(copies.update(Map.of(1, first, 2, TestStreams.jpeg(20)))).containsExactlyInAnyOrder(1, 2);
        assertThat(copies.update(Map.of(1, first, 2, TestStreams.jpeg(30)))).containsExactly(2);
    }

    @Test
    void areForgottenWithTheirSeats() {
        copies.update(Map.of(1, TestStreams.jpeg(10), 2, TestStreams.jpeg(20)));
        copies.retain(Set.of(2));
        assertThat(copies.of(Set.of(1, 2))).containsOnlyKeys(2);
    }
}
