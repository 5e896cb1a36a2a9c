package org.speakdraw.inference.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static org.speakdraw.inference.golden.Closeness.assertClose;
import static org.speakdraw.inference.golden.Closeness.difference;
import static org.speakdraw.inference.golden.Closeness.joined;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.golden.Golden;
import org.speakdraw.inference.golden.GoldenBundles;
import org.speakdraw.inference.golden.Numpy;
import org.speakdraw.inference.golden.RawNetwork;
import org.speakdraw.inference.onnx.DeviceOptions;
import org.speakdraw.inference.onnx.OnnxDevice;
import org.speakdraw.inference.onnx.ShapeProfile;

/** Each network by itself, in every form that exporters give it. */
class NetworkGoldenTest {

    private static final String MODELS = GoldenBundles.base() + "/";
    private static final List<String> GRAPHS = List.of(
            "unet/model.onnx", "unet/model_scalar_f32.onnx", "unet/model_steps_i64.onnx", "unet/model_stock64.onnx");
    private static final List<String> SHAPES = List.of("1_16x16", "2_8x12", "3_16x16", "4_8x8");

    @TestFactory
    Stream<DynamicTest> everyFormOfTheUNetPredictsTheSame() {
        return Golden.tests(MODELS + "unet/golden.npz", () -> {
            Numpy golden = Golden.numpy(MODELS + "unet/golden.npz");
            List<DynamicTest> tests = new ArrayList<>();
            for (String graph : GRAPHS) {
                if (!Files.exists(Golden.file(MODELS + graph))) {
                    tests.add(dynamicTest(graph, () -> Golden.require(MODELS + graph)));
                    continue;
                }
                for (int rows : new int[] {16, 2}) {
                    tests.add(dynamicTest(graph + ", at most " + rows + " rows a call", () -> {
                        try (UNet unet = open(Golden.file(MODELS + graph), rows)) {
                            for (String shape : SHAPES) {
                                boolean frozen = graph.contains("stock64") && shape.endsWith("8x12");
                                if (!frozen) {
                                    assertClose(shape, predict(unet, golden, shape), golden.get("out_" + shape));
                                }
                            }
                        }
                    }));
                }
            }
            return tests.stream();
        });
    }

    @TestFactory
    Stream<DynamicTest> halfPrecisionIsNear() {
        return Golden.tests(MODELS + "unet_fp16/golden.npz", () -> {
            Numpy golden = Golden.numpy(MODELS + "unet_fp16/golden.npz");
            return Stream.of("2_16x16", "3_8x12")
                    .map(shape -> dynamicTest(shape, () -> {
                        try (UNet unet = open(Golden.file(MODELS + "unet_fp16/model.onnx"), 16)) {
                            assertThat(difference(
                                            predict(unet, golden, shape),
                                            golden.get("out_fp32_" + shape).floats()))
                                    .isLessThanOrEqualTo(2e-2);
                        }
                    }));
        });
    }

    @Test
    void aGraphWithFrozenSizesNamesTheSizesItTakes() {
        Golden.require(MODELS + "unet/model_stock64.onnx");
        Path bundle = GoldenBundles.unet("unet/model_stock64.onnx");
        DiffusionStream stream = SharedStreams.of(bundle);
        Numpy golden = Golden.numpy(MODELS + "unet/golden.npz");
        assertThatThrownBy(() -> predict(stream.unet(), golden, "2_8x12"))
                .isInstanceOfSatisfying(
                        InferenceException.class, e -> assertThat(e.code().id()).isEqualTo("size-unsupported"))
                .hasMessageContaining("multiples of 64");
        assertThat(DiffusionBundle.read(bundle).sizeMultiple()).isEqualTo(64);
    }

    @Test
    void bothTextEncodersAgree() {
        Numpy golden = Golden.numpy(MODELS + "text_encoder/golden.npz");
        for (String file : List.of("text_encoder/model.onnx", "text_encoder_variants/model_int32.onnx")) {
            try (TextEncoder encoder =
                    TextEncoder.open(Golden.file(MODELS + file), device(), TextOutputs.lastHiddenState(32), 77)) {
                for (int row = 0; row < 2; row++) {
                    TextEmbedding embedding = encoder.encode(
                            Arrays.stream(golden.get("input_ids").at(row).ints())
                                    .boxed()
                                    .toList(),
                            1);
                    assertClose(
                            file,
                            embedding.toArray(),
                            golden.get("last_hidden_state").at(row));
                }
            }
        }
    }

    @Test
    void promptsBecomeTheirEmbeddings() {
        Golden.require("diffusion/prompts/prompts.json");
        Numpy golden = Golden.numpy("diffusion/prompts/prompts.npz");
        DiffusionStream stream = SharedStreams.of(GoldenBundles.int32Text());
        Golden.json("diffusion/prompts/prompts.json").properties().forEach(entry -> {
            TextEmbedding embedding = stream.embed(entry.getValue().asText());
            assertClose(
                    entry.getKey(),
                    embedding.toArray(),
                    golden.get("embeds_" + entry.getKey()).at(0));
            assertThat(stream.embed(entry.getValue().asText())).isSameAs(embedding);
        });
    }

    /** The recording's pictures are no bytes, so the files are compared with it as they are, and ours with the files. */
    @Test
    void bothAutoencodersAgree() {
        for (boolean kl : new boolean[] {false, true}) {
            Path folder = kl ? GoldenBundles.kl() : GoldenBundles.plain();
            DiffusionBundle bundle = DiffusionBundle.read(folder);
            Path encoder = folder.resolve("vae_encoder/model.onnx");
            Numpy golden = Golden.numpy(MODELS + (kl ? "vae_encoder_kl/golden.npz" : "vae_encoder/golden.npz"));
            DiffusionStream stream = SharedStreams.of(folder);
            int height = golden.get("image").shape()[2];
            int width = golden.get("image").shape()[3];
            LatentShape shape = bundle.latentShape(width, height);
            long channels = kl ? 2L * shape.channels() : shape.channels();
            float scale = bundle.vae().scalingFactor();
            for (int row = 0; row < 2; row++) {
                float[] image = golden.get("image").at(row).floats();
                float[] recorded = RawNetwork.run(
                        encoder, image, new long[] {1, 3, height, width}, 1, channels, shape.height(), shape.width());
                if (kl) {
                    float[] recordedMean =
                            Golden.times(scale, golden.get("mean").at(row).floats());
                    float[] itsMean = Golden.times(scale, Arrays.copyOf(recorded, shape.size()));
                    assertThat(difference(itsMean, recordedMean)).isLessThan(2e-5);
                    float[] noise = golden.get("noise").at(row).floats();
                    assertClose(
                            "sample",
                            sample(itsMean, recorded, noise, scale),
                            golden.get("sample_scaled").at(row));
                } else {
                    assertClose("encoded", recorded, golden.get("latent_sample").at(row));
                }
                Frame frame = bytes(image, width, height);
                float[] expected = RawNetwork.run(
                        encoder,
                        planes(frame),
                        new long[] {1, 3, height, width},
                        1,
                        channels,
                        shape.height(),
                        shape.width());
                float[] mean = Golden.times(scale, Arrays.copyOf(expected, shape.size()));
                assertThat(difference(encode(stream, frame, shape, Optional.empty()), mean))
                        .isLessThan(2e-5);
                if (kl) {
                    float[] noise = golden.get("noise").at(row).floats();
                    assertThat(difference(
                                    encode(stream, frame, shape, Optional.of(noise)),
                                    sample(mean, expected, noise, scale)))
                            .isLessThan(2e-5);
                }
                // The recording holds what goes into the network, we hold what the UNet works on.
                float[] latent =
                        Golden.times(scale, golden.get("latent_in").at(row).floats());
                float[] decoded = Unrounded.decode(stream, latent, shape);
                assertClose("decoded", decoded, golden.get("decoded").at(row));
                Frame picture = stream.decoder().decode(List.of(latent), shape).get(0);
                assertThat(new Unrounded(new StreamState<>(), decoded, picture, row).picture())
                        .isEqualTo(picture);
            }
        }
    }

    /** What an autoencoder's parameters, means and then logarithms of variances, become with this noise. */
    private static float[] sample(float[] scaledMean, float[] parameters, float[] noise, float scale) {
        float[] sample = new float[scaledMean.length];
        for (int i = 0; i < sample.length; i++) {
            sample[i] = (float) (scaledMean[i] + scale * Math.exp(parameters[sample.length + i] / 2) * noise[i]);
        }
        return sample;
    }

    private static float[] encode(DiffusionStream stream, Frame frame, LatentShape shape, Optional<float[]> noise) {
        List<VaeEncoder.Item> items = List.of(new VaeEncoder.Item(new InputPicture(frame), noise));
        return stream.encoder().encode(items, shape, new TickMemory()).get(0);
    }

    private static Frame bytes(float[] planes, int width, int height) {
        byte[] rgb = new byte[planes.length];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i % (width * height) * 3 + i / (width * height)] = (byte) Math.rint((planes[i] + 1) * 127.5);
        }
        return new Frame(width, height, rgb);
    }

    private static float[] planes(Frame frame) {
        int area = frame.width() * frame.height();
        float[] planes = new float[3 * area];
        for (int i = 0; i < planes.length; i++) {
            planes[i] = (frame.rgb()[i % area * 3 + i / area] & 0xFF) / 255f * 2 - 1;
        }
        return planes;
    }

    @Test
    void configsSayHowLatentsAreScaled() {
        assertThat(DiffusionBundle.read(GoldenBundles.plain()).vae()).isEqualTo(new VaeConfig(4, 8, 1f, 0f));
        assertThat(DiffusionBundle.read(GoldenBundles.kl()).vae().scalingFactor())
                .isCloseTo(0.18215f, within(1e-7f));
    }

    @Test
    void anEncoderOfAnotherWidthIsNamed() {
        assertThatThrownBy(() -> TextEncoder.open(
                        Golden.file(MODELS + "text_encoder/model.onnx"),
                        device(),
                        TextOutputs.lastHiddenState(768),
                        77))
                .isInstanceOf(InferenceException.class)
                .hasMessageContaining("768");
    }

    @Test
    void aNetworkInTheWrongPlaceIsNamed() {
        Path swapped = GoldenBundles.variant("swapped", Map.of("unet/model.onnx", "vae_decoder/model.onnx"));
        assertThatThrownBy(() -> DiffusionStream.open(DiffusionBundle.read(swapped), DeviceOptions.cpu(), 4))
                .isInstanceOfSatisfying(
                        InferenceException.class, e -> assertThat(e.code().id()).isEqualTo("bundle-invalid"))
                .hasMessageContaining("unet");
    }

    private static float[] predict(UNet unet, Numpy golden, String shape) {
        Numpy.Array sample = golden.get("sample_" + shape);
        Numpy.Array text = golden.get("ehs_" + shape);
        List<UNetRow> rows = new ArrayList<>();
        for (int row = 0; row < sample.shape()[0]; row++) {
            int timestep = golden.get("timestep_" + shape).ints()[row];
            rows.add(new UNetRow(
                    sample.at(row).floats(),
                    new StepCoefficients(timestep, 1, 1, 0, 1),
                    new TextEmbedding(77, 32, text.at(row).floats())));
        }
        return joined(unet.predict(rows, new LatentShape(4, sample.shape()[2], sample.shape()[3]), new TickMemory()));
    }

    private static UNet open(Path file, int rows) {
        return open(file, rows, UNetTraits.PLAIN);
    }

    static UNet open(Path file, int rows, UNetTraits traits) {
        return UNet.open(file, device(), rows, ShapeProfile.unknown(), traits);
    }

    private static OnnxDevice device() {
        return OnnxDevice.open(DeviceOptions.parse("cpu", 1, 0, false, Path.of("engines")));
    }
}
