package org.speakdraw.inference.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.speakdraw.inference.golden.Closeness.assertClose;
import static org.speakdraw.inference.golden.Closeness.difference;
import static org.speakdraw.inference.golden.Closeness.joined;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.golden.Golden;
import org.speakdraw.inference.golden.GoldenBundles;
import org.speakdraw.inference.golden.Numpy;
import org.speakdraw.inference.onnx.DeviceOptions;

/** Image prompts of SDXL's shape against diffusers; {@link RecordedImagePromptTest} has those of Stable Diffusion 1.5. */
class ImagePromptTest {

    private static final LatentShape SHAPE = new LatentShape(4, 4, 6);

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anImageBecomesItsTokens(boolean plus) {
        Numpy golden = golden(plus);
        ImagePrompt prompt = stream(plus).embed(picture());
        assertClose("image", prompt.shown().values(), golden.get("image_tokens"));
        assertClose("no image", prompt.absent().values(), golden.get("uncond_image_tokens"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyRowOfACallHasItsOwnImageAndScale(boolean plus) {
        Numpy golden = golden(plus);
        Numpy prompts = Golden.numpy("diffusion/prompts/made-sdxl-prompts.npz");
        ImagePrompt image = stream(plus).embed(picture());
        List<UNetRow> rows = new ArrayList<>();
        for (int row = 0; row < 3; row++) {
            float scale = golden.get("scale").floats()[row];
            rows.add(new UNetRow(
                    golden.get("sample").at(row).floats(),
                    new StepCoefficients(golden.get("timestep").ints()[row], 1, 1, 0, 1),
                    SdxlTest.embedding(prompts, List.of("A", "B", "A").get(row)),
                    scale == 0 ? ImageTokens.NONE : image.shown(),
                    scale));
        }
        assertClose(
                "predictions", joined(stream(plus).unet().predict(rows, SHAPE, new TickMemory())), golden.get("out"));
    }

    @Test
    void sessionsWithAndWithoutAnImageShareATick() {
        ImagePrompt image = stream(false).embed(picture()).scaled(0.8f);
        List<ImagePrompt> prompts = List.of(ImagePrompt.NONE, image, image.scaled(0.3f));
        List<Unrounded> together = paint(prompts);
        for (int i = 0; i < prompts.size(); i++) {
            float[] alone = paint(prompts.subList(i, i + 1)).get(0).planes();
            assertThat(difference(together.get(i).planes(), alone)).isLessThan(2e-5);
        }
        assertThat(difference(together.get(0).planes(), together.get(1).planes()))
                .isGreaterThan(0.01);
        assertThat(difference(together.get(1).planes(), together.get(2).planes()))
                .isGreaterThan(0.01);
    }

    @ParameterizedTest
    @CsvSource({"1, 4000", "4000, 1", "33, 32", "1, 1", "224, 224"})
    void takesImagesOfEveryShape(int width, int height) {
        ImagePrompt prompt = stream(false).embed(new Frame(width, height, new byte[3 * width * height]));
        assertThat(prompt.present()).isTrue();
        assertThat(prompt.shown().values()).doesNotContain(Float.NaN);
    }

    @Test
    void aBundleWithoutAnAdapterSaysSo() {
        DiffusionStream plain = SharedStreams.of(GoldenBundles.plain());
        assertThat(DiffusionBundle.read(GoldenBundles.plain()).takesImagePrompts())
                .isFalse();
        assertThatThrownBy(() -> plain.embed(picture()))
                .isInstanceOfSatisfying(
                        InferenceException.class, e -> assertThat(e.code().id()).isEqualTo("image-prompt-unavailable"));
    }

    @Test
    void aUNetThatTakesNoImageIsNamed() throws IOException {
        Path folder = Files.createTempDirectory("bundle");
        Path unet = Golden.file(GoldenBundles.SDXL + "/unet/model.onnx");
        DiffusionBundle bundle = DiffusionBundle.read(GoldenBundles.sdxlWithImagePrompts(false));
        assertThatThrownBy(() -> NetworkGoldenTest.open(unet, 4, UNetTraits.of(bundle, 4, HintSource.PICTURE))
                        .close())
                .isInstanceOf(InferenceException.class)
                .hasMessageContaining("ip_adapter_scale");
        assertThat(DiffusionStream.open(bundle, DeviceOptions.parse("cpu", 1, 0, false, folder), 2))
                .satisfies(DiffusionStream::close);
    }

    @Test
    void glidesFromOneImageToTheNext() {
        ImagePrompt from = new ImagePrompt(tokens(1, 0), tokens(0, 0), 1);
        ImagePrompt to = new ImagePrompt(tokens(0, 1), tokens(0, 0), 0.5f);
        ImagePrompt half = ImagePrompt.between(from, to, 0.5);
        assertThat(half.scale()).isEqualTo(0.75f);
        assertThat(half.shown().values()[0]).isEqualTo(half.shown().values()[1]).isGreaterThan(0.7f);
        assertThat(ImagePrompt.between(from, to, 0)).isEqualTo(from);
        assertThat(ImagePrompt.between(from, to, 1)).isEqualTo(to);
        assertThat(ImagePrompt.between(ImagePrompt.NONE, to, 0.5)).isEqualTo(to.scaled(0.25f));
        assertThat(ImagePrompt.between(from, ImagePrompt.NONE, 0.5)).isEqualTo(from.scaled(0.5f));
    }

    @Test
    void severalImagesBecomeTheirMeanByWeight() {
        ImagePrompt one = new ImagePrompt(tokens(1, 0), tokens(0, 0), 1);
        ImagePrompt other = new ImagePrompt(tokens(0, 4), tokens(0, 0), 1);
        assertThat(blend(one, 0.75f, other, 0.25f).shown()).isEqualTo(tokens(0.75f, 1));
        assertThat(blend(one, 0.3f, other, 0.1f).shown())
                .as("proportions count")
                .satisfies(mean -> assertThat(difference(mean.values(), new float[] {0.75f, 1}))
                        .isLessThan(1e-6));
        assertThat(blend(one, 0.5f, other, 0)).isEqualTo(one);
        assertThat(blend(one, 0, other, 0)).isEqualTo(ImagePrompt.NONE);
        assertThat(blend(one, 1, ImagePrompt.NONE, 1)).isEqualTo(one);
        assertThat(ImagePrompt.blend(List.of())).isEqualTo(ImagePrompt.NONE);
        assertThat(blend(one.scaled(0.2f), 1, ImagePrompt.NONE, 0).scale()).isEqualTo(1);
    }

    private static ImagePrompt blend(ImagePrompt one, float weight, ImagePrompt other, float otherWeight) {
        return ImagePrompt.blend(List.of(new ImagePrompt.Part(one, weight), new ImagePrompt.Part(other, otherWeight)));
    }

    @Test
    void aScaleOutOfRangeIsNamed() {
        assertThatThrownBy(() -> new ImagePrompt(tokens(1, 0), tokens(0, 0), Float.NaN))
                .hasMessageContaining("NaN");
        assertThatThrownBy(() -> new ImagePrompt(tokens(1, 0), tokens(0, 0), 2.1f))
                .hasMessageContaining("2.1");
        assertThat(ImagePrompt.NONE.scaled(1)).isEqualTo(ImagePrompt.NONE);
    }

    private static ImageTokens tokens(float... values) {
        return new ImageTokens(1, values.length, values);
    }

    /** One tick in which each prompt has a session of its own. */
    private static List<Unrounded> paint(List<ImagePrompt> prompts) {
        DiffusionStream stream = stream(false);
        StreamParameters parameters = new StreamParameters(48, 32, List.of(20), CfgType.FULL, 1.5f, 1, true, 3, false);
        List<StreamInput<Integer>> inputs = new ArrayList<>();
        for (ImagePrompt image : prompts) {
            Conditioning conditioning = new Conditioning(stream.embed("a fox"), stream.embed("blurry"), image);
            inputs.add(new StreamInput<>(new StreamState<>(), parameters, conditioning, null, inputs.size()));
        }
        return Unrounded.advance(stream, inputs);
    }

    private static Frame picture() {
        return Golden.png("diffusion/frames/16x24/frame_02.png");
    }

    private static DiffusionStream stream(boolean plus) {
        return SharedStreams.of(GoldenBundles.sdxlWithImagePrompts(plus));
    }

    private static Numpy golden(boolean plus) {
        return Golden.numpy(GoldenBundles.SDXL + (plus ? "-image-plus" : "-image") + "/golden.npz");
    }
}
