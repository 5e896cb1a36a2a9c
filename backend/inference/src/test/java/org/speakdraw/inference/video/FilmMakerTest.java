package org.speakdraw.inference.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.video.FilmReader.Shown;

/** With the real FFmpeg, there and back. */
class FilmMakerTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(FilmFormat.class)
    void showsEveryPictureForItsTime(FilmFormat format) {
        Path film = folder.resolve("film");
        try (FilmMaker maker = new FilmMaker(format, film, true, () -> {})) {
            maker.show(picture(96, 64, 220, 30, 30), 0);
            maker.show(picture(48, 32, 30, 30, 220), 1_500);
            maker.finish(2_500);
        }
        List<Shown> shown = FilmReader.read(film);
        assertThat(shown).allSatisfy(each -> {
            assertThat(each.width()).isEqualTo(96);
            assertThat(each.height()).isEqualTo(64);
        });
        assertThat(at(shown, 1.45)).as("red first").satisfies(each -> {
            assertThat(each.red()).isBetween(200, 240);
            assertThat(each.blue()).isBetween(10, 60);
        });
        assertThat(at(shown, 1.55))
                .as("then blue, though its picture was smaller")
                .satisfies(each -> {
                    assertThat(each.red()).isBetween(10, 60);
                    assertThat(each.blue()).isBetween(200, 240);
                });
        assertThat(FilmReader.seconds(film)).isBetween(2.35, 2.65);
    }

    @Test
    void keepsToTheFormatsFrameRateAndEncodesWhatStaysOnceASecond() {
        Path film = folder.resolve("film");
        try (FilmMaker maker = new FilmMaker(FilmFormat.WEBM, film, true, () -> {})) {
            for (int millis = 0; millis < 1_000; millis += 10) {
                maker.show(picture(32, 32, millis / 5, 0, 0), millis);
            }
            maker.finish(11_000);
        }
        assertThat(FilmReader.read(film)).hasSizeBetween(15 + 9, 15 + 13);
    }

    @Test
    void fitsLargePicturesOfAnyShapeIntoEvenSides() {
        Path film = folder.resolve("film");
        try (FilmMaker maker = new FilmMaker(FilmFormat.MP4, film, true, () -> {})) {
            maker.show(picture(2001, 777, 0, 200, 0), 0);
            maker.show(picture(64, 640, 200, 0, 0), 500);
            maker.finish(1_000);
        }
        assertThat(FilmReader.read(film)).first().satisfies(each -> {
            assertThat(each.width()).isEqualTo(1024);
            assertThat(each.height()).isEqualTo(398);
        });
        assertThat(at(FilmReader.read(film), 0.9).red())
                .as("fitted into the middle")
                .isGreaterThan(160);
    }

    @Test
    void saysThatNothingCannotBeAFilm() {
        try (FilmMaker maker = new FilmMaker(FilmFormat.MP4, folder.resolve("film"), true, () -> {})) {
            assertThatThrownBy(() -> maker.finish(1_000))
                    .isInstanceOfSatisfying(
                            InferenceException.class,
                            e -> assertThat(e.code().id()).isEqualTo("film-failed"));
        }
    }

    @Test
    void saysThatAFileCannotBeWrittenAndCanBeGivenUpHalfWay() {
        try (FilmMaker maker = new FilmMaker(FilmFormat.GIF, folder.resolve("no/such/folder"), true, () -> {})) {
            maker.show(picture(32, 32, 1, 2, 3), 0);
            assertThatThrownBy(() -> maker.show(picture(32, 32, 1, 2, 3), 500))
                    .isInstanceOf(InferenceException.class)
                    .hasMessageContaining("No such file");
        }
        Path film = folder.resolve("given-up");
        try (FilmMaker maker = new FilmMaker(FilmFormat.MP4, film, true, () -> {})) {
            maker.show(picture(32, 32, 1, 2, 3), 0);
            maker.show(picture(32, 32, 3, 2, 1), 500);
        }
        assertThat(Files.exists(film)).isTrue();
    }

    @Test
    void endsWithinAStillWhenItIsNoLongerWanted() {
        AtomicInteger pictures = new AtomicInteger();
        Runnable unwantedAfterThree = () -> {
            if (pictures.incrementAndGet() > 3) {
                throw new IllegalStateException("no longer wanted");
            }
        };
        try (FilmMaker maker = new FilmMaker(FilmFormat.MP4, folder.resolve("film"), true, unwantedAfterThree)) {
            maker.show(picture(32, 32, 1, 2, 3), 0);
            assertThatThrownBy(() -> maker.finish(3_600_000)).hasMessage("no longer wanted");
        }
        assertThat(pictures).hasValue(4);
    }

    /** What is on the screen at a moment. */
    private static Shown at(List<Shown> film, double second) {
        return film.stream()
                .filter(each -> each.second() <= second)
                .reduce((before, after) -> after)
                .orElseThrow();
    }

    private static Frame picture(int width, int height, int red, int green, int blue) {
        byte[] rgb = new byte[3 * width * height];
        for (int i = 0; i < rgb.length; i += 3) {
            rgb[i] = (byte) red;
            rgb[i + 1] = (byte) green;
            rgb[i + 2] = (byte) blue;
        }
        return new Frame(width, height, rgb);
    }
}
