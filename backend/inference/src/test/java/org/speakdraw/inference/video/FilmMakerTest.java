package org.speakdraw.inference.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.imaging.JpegCodec;
import org.speakdraw.inference.imaging.JpegLimits;

/** With the real FFmpeg, there and back. */
class FilmMakerTest {

    private static final JpegCodec CODEC = new JpegCodec(new JpegLimits(1 << 20, 1 << 20));

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(FilmFormat.class)
    void showsEveryPictureForItsTime(FilmFormat format) throws Exception {
        Path film = folder.resolve("film");
        try (FilmMaker maker = FilmMaker.start(format, film)) {
            maker.show(picture(96, 64, 220, 30, 30), 0);
            maker.show(picture(48, 32, 30, 30, 220), 1_000);
            maker.finish(2_000);
        }
        // Pixels at a quarter and at three quarters of the film.
        byte[] early = pixelAt(film, 0.5);
        byte[] late = pixelAt(film, 1.5);
        assertThat(early[0] & 0xff).as("red first").isGreaterThan(150);
        assertThat(early[2] & 0xff).isLessThan(100);
        assertThat(late[2] & 0xff)
                .as("then blue, though its picture had another size")
                .isGreaterThan(150);
        assertThat(late[0] & 0xff).isLessThan(100);
    }

    @Test
    void saysThatNothingCannotBeAFilmAndLeavesNoProcess() throws IOException {
        long before = ProcessHandle.current().children().count();
        try (FilmMaker maker = FilmMaker.start(FilmFormat.MP4, folder.resolve("film"))) {
            assertThatThrownBy(() -> maker.finish(1_000))
                    .isInstanceOf(InferenceException.class)
                    .hasFieldOrPropertyWithValue("code", "film-failed");
        }
        try (FilmMaker maker = FilmMaker.start(FilmFormat.GIF, folder.resolve("given-up"))) {
            maker.show(picture(32, 32, 1, 2, 3), 0);
        }
        assertThat(ProcessHandle.current()
                        .children()
                        .filter(ProcessHandle::isAlive)
                        .count())
                .isLessThanOrEqualTo(before + 1);
    }

    private byte[] pixelAt(Path film, double second) throws Exception {
        Path raw = folder.resolve("raw");
        Process process = new ProcessBuilder(List.of(
                        Loader.load(org.bytedeco.ffmpeg.ffmpeg.class),
                        "-nostdin",
                        "-loglevel",
                        "error",
                        "-y",
                        "-i",
                        film.toString(),
                        "-ss",
                        Double.toString(second),
                        "-frames:v",
                        "1",
                        "-vf",
                        "scale=1:1:flags=area",
                        "-pix_fmt",
                        "rgb24",
                        "-f",
                        "rawvideo",
                        raw.toString()))
                .inheritIO()
                .start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        byte[] pixel = Files.readAllBytes(raw);
        assertThat(pixel).as("one pixel at " + second + " s").hasSize(3);
        return pixel;
    }

    private static byte[] picture(int width, int height, int red, int green, int blue) {
        byte[] rgb = new byte[3 * width * height];
        for (int i = 0; i < rgb.length; i += 3) {
            rgb[i] = (byte) red;
            rgb[i + 1] = (byte) green;
            rgb[i + 2] = (byte) blue;
        }
        return CODEC.encode(new Frame(width, height, Arrays.copyOf(rgb, rgb.length)), 90);
    }
}
