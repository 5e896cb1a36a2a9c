package org.speakdraw.inference.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.golden.TinyGraph;
import org.speakdraw.inference.golden.TinyGraph.Type;
import org.speakdraw.inference.onnx.DeviceOptions;
import org.speakdraw.inference.onnx.OnnxDevice;
import org.speakdraw.inference.onnx.ShapeProfile;

/** The forms in which exporters write the networks, with graphs that hand their input through. */
class GraphFormsTest {

    private static final LatentShape SHAPE = new LatentShape(4, 3, 2);

    @TempDir
    private static Path folder;

    @TestFactory
    Stream<DynamicTest> everyFormOfAUNetIsTaken() {
        TinyGraph vector = new TinyGraph()
                .input("sample", Type.FLOAT32, 0, 4, 0, 0)
                .input("timestep", Type.INT64, 0)
                .input("encoder_hidden_states", Type.FLOAT32, 0, 0, 5)
                .output("out_sample", Type.FLOAT32, 0, 4, 0, 0);
        TinyGraph scalar = new TinyGraph()
                .input("sample", Type.FLOAT16, 0, 4, 0, 0)
                .input("timestep", Type.FLOAT16)
                .input("encoder_hidden_states", Type.FLOAT16, 0, 0, 5)
                .output("out_sample", Type.FLOAT16, 0, 4, 0, 0);
        TinyGraph one = new TinyGraph()
                .input("latent_model_input", Type.FLOAT32, 0, 4, 0, 0)
                .input("t", Type.FLOAT32, 1)
                .input("prompt_embeds", Type.FLOAT32, 0, 0, 5)
                .output("latent", Type.FLOAT32, 0, 4, 0, 0);
        TinyGraph guided = new TinyGraph()
                .input("sample", Type.FLOAT32, 0, 4, 0, 0)
                .input("timestep", Type.INT32, 0)
                .input("encoder_hidden_states", Type.FLOAT32, 0, 0, 5)
                .input("timestep_cond", Type.FLOAT32, 0, 256)
                .output("out_sample", Type.FLOAT32, 0, 4, 0, 0);
        TinyGraph fixed = new TinyGraph()
                .input("sample", Type.FLOAT32, 3, 4, 3, 2)
                .input("timestep", Type.INT64, 3)
                .input("encoder_hidden_states", Type.FLOAT32, 3, 7, 5)
                .output("out_sample", Type.FLOAT32, 3, 4, 3, 2);
        return Stream.of(
                takes("vector", vector),
                takes("half precision, scalar", scalar),
                takes("one timestep, other names", one),
                takes("guidance embedding", guided),
                takes("fixed rows", fixed));
    }

    private static DynamicTest takes(String name, TinyGraph graph) {
        return dynamicTest(name, () -> {
            try (UNet unet = unet(graph.write(folder.resolve(name + ".onnx")))) {
                List<UNetRow> rows = rows(7);
                List<float[]> predictions = unet.predict(rows, SHAPE, new TickMemory());
                assertThat(predictions).hasSameSizeAs(rows);
                for (int i = 0; i < rows.size(); i++) {
                    assertThat(predictions.get(i)).containsExactly(rows.get(i).latent());
                }
            }
        });
    }

    @Test
    void anInputThatNobodyKnowsIsNamed() {
        Path file = new TinyGraph()
                .input("sample", Type.FLOAT32, 0, 4, 0, 0)
                .input("timestep", Type.INT64, 0)
                .input("encoder_hidden_states", Type.FLOAT32, 0, 0, 5)
                .input("mystery", Type.FLOAT32, 0)
                .output("out_sample", Type.FLOAT32, 0, 4, 0, 0)
                .write(folder.resolve("mystery.onnx"));
        assertThatThrownBy(() -> unet(file).close())
                .isInstanceOf(InferenceException.class)
                .hasMessageContaining("mystery.onnx")
                .hasMessageContaining("mystery");
    }

    @Test
    void theOnlySizeOfAFixedGraphIsNamed() {
        Path file = new TinyGraph()
                .input("sample", Type.FLOAT32, 0, 4, 64, 32)
                .input("timestep", Type.INT64, 0)
                .input("encoder_hidden_states", Type.FLOAT32, 0, 0, 5)
                .output("out_sample", Type.FLOAT32, 0, 4, 64, 32)
                .write(folder.resolve("fixed-size.onnx"));
        try (UNet unet = unet(file)) {
            assertThatThrownBy(() -> unet.predict(rows(1), SHAPE, new TickMemory()))
                    .isInstanceOfSatisfying(
                            InferenceException.class,
                            e -> assertThat(e.code().id()).isEqualTo("size-unsupported"))
                    .hasMessageContaining("32 x 64 only");
        }
    }

    @Test
    void autoencodersOfFixedRowsAndOtherNamesAreTaken() {
        // A "VAE" that changes nothing: three channels, one pixel a cell.
        VaeConfig config = new VaeConfig(3, 1, 0.5f, 0.25f);
        LatentShape shape = new LatentShape(3, 2, 4);
        Path encoderFile = new TinyGraph()
                .input("images", Type.FLOAT32, 2, 3, 0, 0)
                .output("latent", Type.FLOAT32, 2, 3, 0, 0)
                .write(folder.resolve("encoder.onnx"));
        Path decoderFile = new TinyGraph()
                .input("latent", Type.FLOAT32, 2, 3, 0, 0)
                .output("images", Type.FLOAT32, 2, 3, 0, 0)
                .write(folder.resolve("decoder.onnx"));
        ShapeProfile unknown = ShapeProfile.unknown();
        try (VaeEncoder encoder = VaeEncoder.open(encoderFile, cpu(), config, 16, unknown);
                VaeDecoder decoder = VaeDecoder.open(decoderFile, cpu(), config, 16, unknown)) {
            List<VaeEncoder.Item> items = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                byte[] rgb = new byte[24];
                rgb[0] = (byte) (100 * i);
                rgb[23] = (byte) 255;
                items.add(new VaeEncoder.Item(new InputPicture(new Frame(4, 2, rgb)), Optional.empty()));
            }
            List<float[]> latents = encoder.encode(items, shape, new TickMemory());
            assertThat(latents).hasSize(3);
            // Planes: what is first in a picture is, and what is last.
            assertThat(latents.get(2)[0]).isCloseTo((200 / 127.5f - 1 - 0.25f) * 0.5f, within(1e-6f));
            assertThat(latents.get(2)[23]).isCloseTo((1 - 0.25f) * 0.5f, within(1e-6f));
            List<Frame> pictures = decoder.decode(latents, shape);
            for (int i = 0; i < pictures.size(); i++) {
                assertThat(pictures.get(i)).isEqualTo(items.get(i).picture().frame());
            }
        }
    }

    @Test
    void anEncoderToOtherChannelsIsNamed() {
        Path file = new TinyGraph()
                .input("sample", Type.FLOAT32, 0, 3, 0, 0)
                .output("latent_sample", Type.FLOAT32, 0, 3, 0, 0)
                .write(folder.resolve("three.onnx"));
        VaeConfig config = new VaeConfig(4, 8, 1, 0);
        assertThatThrownBy(() -> VaeEncoder.open(file, cpu(), config, 4, ShapeProfile.unknown())
                        .close())
                .isInstanceOf(InferenceException.class)
                .hasMessageContaining("4 channels");
    }

    private static UNet unet(Path file) {
        return UNet.open(file, cpu(), 16, ShapeProfile.unknown(), UNetTraits.PLAIN);
    }

    private static OnnxDevice cpu() {
        return OnnxDevice.open(DeviceOptions.parse("cpu", 1, 0, false, folder));
    }

    /** Latents of small numbers that half precision holds exactly, at two timesteps. */
    private static List<UNetRow> rows(int count) {
        List<UNetRow> rows = new ArrayList<>();
        for (int row = 0; row < count; row++) {
            float[] latent = new float[SHAPE.size()];
            for (int i = 0; i < latent.length; i++) {
                latent[i] = row + i / 32f;
            }
            rows.add(new UNetRow(
                    latent,
                    new StepCoefficients(row % 2 == 0 ? 999 : 499, 1, 1, 0, 1),
                    new TextEmbedding(7, 5, new float[35])));
        }
        return rows;
    }
}
