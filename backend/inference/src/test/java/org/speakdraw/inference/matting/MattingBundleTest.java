package org.speakdraw.inference.matting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.golden.Golden;
import org.speakdraw.inference.golden.GoldenBundles;

class MattingBundleTest {

    @TempDir
    Path folder;

    @Test
    void readsTheFolderInsideABundle() throws IOException {
        assertThat(MattingBundle.isIn(folder)).isFalse();
        write("matting/model.onnx", "");
        write("matting/config.json", "{\"title\": \"Light\", \"licence\": \"Apache-2.0\", \"downsample_ratio\": 0.25}");
        assertThat(MattingBundle.isIn(folder)).isTrue();
        MattingBundle bundle = MattingBundle.of(folder);
        assertThat(bundle.title()).isEqualTo("Light");
        assertThat(bundle.licence()).isEqualTo("Apache-2.0");
        assertThat(bundle.ratio()).isEqualTo(DownsampleRatio.of(0.25f));
        assertThat(bundle.recurrentChannels()).containsExactly(16, 20, 40, 64);
    }

    @Test
    void namesWhatIsMissingOrBroken() throws IOException {
        invalid(() -> MattingBundle.of(folder), "model.onnx is missing");
        write("matting/model.onnx", "no graph");
        invalid(() -> MattingGolden.open(MattingBundle.of(folder), 1), "model.onnx");
        write("matting/config.json", "[1]");
        invalid(() -> MattingBundle.of(folder), "config.json");
        write("matting/config.json", "{\"downsample_ratio\": 2}");
        invalid(() -> MattingBundle.of(folder), "downsample ratio of 2");
        write("matting/config.json", "{\"recurrent_channels\": [1, 2]}");
        invalid(() -> MattingBundle.of(folder), "recurrent_channels");
        write("matting/config.json", "{");
        invalid(() -> MattingBundle.of(folder), "config.json");
    }

    /** The configuration comes from the catalogue: graphs of the real network do not say how many channels remember. */
    @Test
    void loadsResNet50AsTheCatalogueBringsIt() throws Exception {
        JsonNode shipped = new ObjectMapper()
                .readTree(Path.of("../../models/catalogue.json").toFile())
                .at("/models/rvm-resnet50/shipped/config.json");
        Path graph = Path.of(Objects.requireNonNull(getClass().getResource("recurrent-resnet50.onnx"))
                .toURI());
        Frame frame = new Frame(32, 32, new byte[3 * 32 * 32]);
        MattingBundle bundle = MattingGolden.bundle(graph, shipped.toString());
        assertThat(bundle.recurrentChannels()).containsExactly(16, 32, 64, 128);
        try (MattingModel model = MattingGolden.open(bundle, 1)) {
            MattingState state = new MattingState();
            for (int round = 0; round < 2; round++) {
                assertThat(model.matte(List.of(MattingGolden.input(frame, state, 1))))
                        .hasSize(1);
            }
            assertThat(state.isFresh()).isFalse();
        }
    }

    @Test
    void tellsTheKindsApart() {
        try (MattingModel recurrent = MattingGolden.openToy("recurrent-fp32.onnx", 1)) {
            assertThat(recurrent).isInstanceOf(RobustVideoMatting.class);
        }
        try (MattingModel selfie = MattingGolden.open(MattingGolden.LANDSCAPE)) {
            assertThat(selfie)
                    .isInstanceOfSatisfying(
                            SelfieSegmentation.class,
                            model -> assertThat(model.width()).isEqualTo(256))
                    .isInstanceOfSatisfying(
                            SelfieSegmentation.class,
                            model -> assertThat(model.height()).isEqualTo(144));
        }
    }

    @Test
    void onlyRobustVideoMattingHeedsARatio() throws Exception {
        URL recurrent = Objects.requireNonNull(MattingGolden.class.getResource("recurrent-fp16.onnx"));
        assertThat(MattingGolden.bundle(Path.of(recurrent.toURI()), "{}").heedsRatio())
                .isTrue();
        assertThat(MattingGolden.bundle(Golden.require(MattingGolden.LANDSCAPE), "{}")
                        .heedsRatio())
                .isFalse();
    }

    @Test
    void refusesOtherNetworks() {
        Path decoder = Golden.require(GoldenBundles.base() + "/vae_decoder/model.onnx");
        invalid(() -> MattingGolden.open(MattingGolden.bundle(decoder, "{}"), 1), "neither");
    }

    @Test
    void automaticRatioAimsAt512AndSurvivesSinglePrecision() {
        for (int side = 64; side < 4000; side++) {
            float ratio = DownsampleRatio.automatic().forSize(side, side / 2);
            assertThat((int) (side * ratio)).isEqualTo(Math.min(512, side));
            assertThat(ratio).isLessThanOrEqualTo(1);
        }
        assertThat(DownsampleRatio.of(0.4f).forSize(4000, 10)).isEqualTo(0.4f);
        assertThatThrownBy(() -> DownsampleRatio.of(0)).hasMessageContaining("0.05 to 1");
        assertThatThrownBy(() -> DownsampleRatio.of(1.01f)).hasMessageContaining("1.01");
    }

    private static void invalid(ThrowingCallable call, String message) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        InferenceException.class, e -> assertThat(e.code().id()).isEqualTo("bundle-invalid"))
                .hasMessageContaining(message);
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
