package org.speakdraw.app.stream.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.stream.TestStreams;
import org.speakdraw.app.stream.painting.FakeModel;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.diffusion.DiffusionBundle;
import org.speakdraw.inference.diffusion.ImagePrompt;
import org.speakdraw.inference.diffusion.ImageTokens;
import org.speakdraw.inference.imaging.DecodeSize;

/** With an encoder whose one token is the grey of the picture. */
class ImagePromptsTest {

    private static final Path ADAPTER =
            Path.of("../inference/src/test/resources/reference/diffusion/models/made-sdxl-tiny-image");

    @TempDir
    static Path folder;

    private static DiffusionBundle withAdapter;

    private final List<ImagePrompt> shown = new ArrayList<>();
    private final ImagePrompts images =
            new ImagePrompts(Encoder::new, new GreyLooker(), image -> false, shown::add, () -> {});

    /** No network of it is ever loaded. */
    @BeforeAll
    static void putTogether() throws IOException {
        link(Path.of("../../models/handmade"));
        link(ADAPTER);
        withAdapter = DiffusionBundle.read(folder);
    }

    private static void link(Path bundle) throws IOException {
        try (Stream<Path> parts = Files.list(bundle)) {
            for (Path part : (Iterable<Path>) parts::iterator) {
                Path link = folder.resolve(part.getFileName());
                if (!Files.exists(link)) {
                    Files.createSymbolicLink(link, part.toRealPath());
                }
            }
        }
    }

    @Test
    void mixesWhatIsInItsPlaces() {
        images.show(1, file(100), 1);
        assertThat(last()).isEqualTo(grey(100));
        images.show(4, file(200), 1);
        assertThat(last()).isEqualTo(grey(150));
        images.weigh(4, 0);
        assertThat(last()).isEqualTo(grey(100));
        images.weigh(4, 1);
        images.clear(1);
        assertThat(last()).isEqualTo(grey(200));
        images.show(4, file(10), 0.2);
        assertThat(last()).isEqualTo(grey(10));
    }

    @Test
    void oneAloneTakesThePlaceOfAll() {
        images.show(2, file(100), 0.5);
        images.show(3, file(50), 0.5);
        images.showOnly(file(7));
        assertThat(last()).isEqualTo(grey(7));
        images.clear(1);
        assertThat(last()).isEqualTo(ImagePrompt.NONE);
    }

    @Test
    void forgetsAll() {
        images.show(1, file(100), 1);
        images.clear();
        assertThat(last()).isEqualTo(ImagePrompt.NONE);
        assertRefused(() -> images.weigh(1, 0.5), ApiError.NOT_FOUND);
    }

    @Test
    void refusesPlacesAndWeightsThatThereAreNot() {
        for (int place : new int[] {-1, 0, 5}) {
            assertRefused(() -> images.show(place, file(1), 1), ApiError.REQUEST_INVALID);
            assertRefused(() -> images.weigh(place, 1), ApiError.REQUEST_INVALID);
            assertRefused(() -> images.clear(place), ApiError.REQUEST_INVALID);
        }
        for (double weight : new double[] {-0.1, 1.1, Double.NaN}) {
            assertRefused(() -> images.show(1, file(1), weight), ApiError.REQUEST_INVALID);
        }
        assertThat(shown).isEmpty();
    }

    @Test
    void looksAtNoMoreThanThirtyAMinute() {
        for (int i = 0; i < 30; i++) {
            images.show(1 + i % 4, file(i), 1);
        }
        assertRefused(() -> images.show(1, file(1), 1), ApiError.TOO_MANY_REQUESTS);
        images.weigh(1, 0.5);
    }

    private ImagePrompt last() {
        return shown.get(shown.size() - 1);
    }

    private static ImagePrompt grey(float value) {
        return new ImagePrompt(new ImageTokens(1, 1, new float[] {value}), new ImageTokens(1, 1, new float[1]), 1);
    }

    private static byte[] file(int grey) {
        return new byte[] {(byte) grey};
    }

    private static void assertRefused(Runnable work, ApiError code) {
        assertThatThrownBy(work::run)
                .isInstanceOfSatisfying(
                        RequestException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private static final class GreyLooker implements ImagePrompts.Looker {

        @Override
        public <T> T look(byte[] file, DecodeSize size, Function<Frame, T> work) {
            return work.apply(TestStreams.picture(file[0]));
        }
    }

    private static final class Encoder extends FakeModel {

        @Override
        public DiffusionBundle bundle() {
            return withAdapter;
        }

        @Override
        public ImagePrompt embed(Frame image) {
            return grey(image.rgb()[0] & 0xFF);
        }
    }
}
