package org.speakdraw.inference.video;

import static org.assertj.core.api.Assertions.assertThat;

import com.drew.imaging.ImageMetadataReader;
import com.drew.metadata.xmp.XmpDirectory;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.speakdraw.inference.AiMark;
import org.speakdraw.inference.Frame;

/** Read with programs that know nothing of ours: FFmpeg's demuxers and metadata-extractor. */
class FilmMarkTest {

    @TempDir
    Path folder;

    @Test
    void ffmpegFindsTheXmpOfAnMp4() {
        Path film = film(FilmFormat.MP4, true);
        assertThat(FilmReader.tags(film))
                .containsEntry("comment", AiMark.NOTE)
                .hasEntrySatisfying("xmp", xmp -> assertThat(xmp).contains(AiMark.DIGITAL_SOURCE_TYPE));
    }

    @Test
    void ffmpegFindsTheTagsOfAWebm() {
        Path film = film(FilmFormat.WEBM, true);
        assertThat(FilmReader.tags(film))
                .containsEntry("COMMENT", AiMark.NOTE)
                .containsEntry("DIGITAL_SOURCE_TYPE", AiMark.DIGITAL_SOURCE_TYPE);
    }

    @Test
    void metadataExtractorFindsTheXmpOfAGif() throws Exception {
        Path film = film(FilmFormat.GIF, true);
        assertThat(ImageMetadataReader.readMetadata(film.toFile()).getDirectoriesOfType(XmpDirectory.class))
                .singleElement()
                .satisfies(xmp -> assertThat(xmp.getXmpProperties()).containsValue(AiMark.DIGITAL_SOURCE_TYPE));
    }

    @ParameterizedTest
    @EnumSource(FilmFormat.class)
    void theMarkChangesNothingOfTheFilmAndAFilmOfACameraHasNone(FilmFormat format) throws Exception {
        Path marked = film(format, true);
        assertThat(FilmReader.seconds(marked)).isBetween(0.85, 1.15);
        assertThat(FilmReader.read(marked)).isNotEmpty();
        Path unmarked = folder.resolve("camera." + format.container());
        make(format, unmarked, false);
        assertThat(unmarked)
                .content(java.nio.charset.StandardCharsets.ISO_8859_1)
                .doesNotContain("trainedAlgorithmic");
        assertThat(FilmReader.read(marked)).isEqualTo(FilmReader.read(unmarked));
    }

    private Path film(FilmFormat format, boolean madeByAi) {
        Path film = folder.resolve("film." + format.container());
        make(format, film, madeByAi);
        return film;
    }

    private static void make(FilmFormat format, Path film, boolean madeByAi) {
        try (FilmMaker maker = new FilmMaker(format, film, madeByAi, () -> {})) {
            maker.show(grey(40), 0);
            maker.show(grey(200), 500);
            maker.finish(1_000);
        }
    }

    private static Frame grey(int level) {
        byte[] rgb = new byte[3 * 64 * 48];
        java.util.Arrays.fill(rgb, (byte) level);
        return new Frame(64, 48, rgb);
    }
}
