package org.speakdraw.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.speakdraw.checkpoint.Graph.difference;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.speakdraw.checkpoint.graph.ElementType;
import org.speakdraw.checkpoint.graph.WeightChange;
import org.speakdraw.checkpoint.graph.WeightFile;
import org.speakdraw.checkpoint.layout.Part;
import org.speakdraw.checkpoint.layout.SeparateNetwork;
import org.speakdraw.checkpoint.layout.UsualSizes;
import org.speakdraw.checkpoint.network.AdapterGraph;
import org.speakdraw.checkpoint.network.Control;
import org.speakdraw.checkpoint.network.NetworkConfig;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.diffusion.CfgType;
import org.speakdraw.inference.diffusion.Conditioning;
import org.speakdraw.inference.diffusion.Continuity;
import org.speakdraw.inference.diffusion.ControlKind;
import org.speakdraw.inference.diffusion.ControlStrength;
import org.speakdraw.inference.diffusion.DiffusionBundle;
import org.speakdraw.inference.diffusion.DiffusionStream;
import org.speakdraw.inference.diffusion.InputPicture;
import org.speakdraw.inference.diffusion.StreamInput;
import org.speakdraw.inference.diffusion.StreamParameters;
import org.speakdraw.inference.diffusion.StreamState;
import org.speakdraw.inference.onnx.DeviceOptions;

/** T2I-Adapters saved by diffusers ({@code models/testing/relatives.py}) say what they say there. */
class ControlAdapterImportTest {

    private static final UsualSizes TINY = new UsualSizes(4, 4, 4, 8);
    private static final double CLOSE = 1e-4;

    @TempDir
    private Path folder;

    /** Each row as strongly as it likes: whoever runs the graphs scales the features. */
    @ParameterizedTest
    @CsvSource({"sd1,SCRIBBLE", "sdxl,PICTURE"})
    void theUNetTakesWhatTheAdapterFinds(String model, Control.Hint hint) throws IOException {
        Path bundle = imported(model, "t2i-" + model, hint);
        Golden golden = Golden.of(model + "-t2i");
        Map<String, Golden.Values> given = new HashMap<>();
        List<String> told = new ArrayList<>(List.of("encoder_hidden_states", "timestep", "sample"));
        told.addAll(model.equals("sdxl") ? List.of("text_embeds", "time_ids") : List.of());
        told.forEach(name -> given.put(name, golden.values(name)));
        Golden.Values sample = golden.values("sample");
        for (int number = 0; number < 2; number++) {
            long halved = model.equals("sdxl") ? 2 : 1 + number;
            List<Long> shape = List.of(2L, 8L << number, sample.shape()[2] / halved, sample.shape()[3] / halved);
            String name = "adapter_" + number;
            float[] found = new Graph(bundle.resolve("t2i_adapter/model.onnx"))
                    .run(name, shape, Map.of("control_image", golden.values("control_image")));
            for (int i = 0; i < found.length; i++) {
                found[i] *= golden.values("scale").numbers()[2 * i / found.length];
            }
            given.put(
                    name,
                    new Golden.Values(
                            found, shape.stream().mapToLong(Long::longValue).toArray()));
        }
        Golden.Values out = golden.values("out_sample");
        float[] predicted = new Graph(bundle.resolve("unet/model.onnx")).run("out_sample", out.sizes(), given);
        assertThat(difference(predicted, out.numbers())).isLessThan(CLOSE);
    }

    @Test
    void aLightAdapterFindsTheSameFeatures() throws IOException {
        Golden golden = Golden.of("t2i-light");
        try (SeparateNetwork light = SeparateNetwork.controlNet(Optional.of(Golden.checkpoint("t2i-light")), TINY)) {
            Part part = light.part().orElseThrow();
            NetworkConfig config = new NetworkConfig("T2I-Adapter", part.config());
            assertThat(AdapterGraph.isMeantBy(config)).isTrue();
            assertThat(AdapterGraph.widths(config)).containsExactly(8, 16, 16);
            var graph = AdapterGraph.of(new Control(config, Control.Hint.EDGES), ElementType.FLOAT);
            Path file = folder.resolve("model.onnx");
            graph.write(file);
            WeightFile.write(folder.resolve("model.onnx_data"), graph, part.weights(), WeightChange.NONE, bytes -> {});
            for (String name : List.of("adapter_0", "adapter_1", "adapter_2")) {
                Golden.Values wanted = golden.values(name);
                float[] found = new Graph(file)
                        .run(name, wanted.sizes(), Map.of("control_image", golden.values("control_image")));
                assertThat(difference(found, wanted.numbers())).as(name).isLessThan(CLOSE);
            }
        }
    }

    /** In the stream: with no strength it is the plain model's picture. */
    @Test
    void theEngineRunsIt() throws IOException {
        Path bundle = imported("sd1", "t2i-sd1", Control.Hint.SCRIBBLE);
        assertThat(DiffusionBundle.read(bundle).control()).contains(ControlKind.SCRIBBLE);
        Path plain = folder.resolve("plain");
        CheckpointImport.run(
                Golden.checkpoint("sd1"), plain, ImportOptions.USUAL.withSizes(TINY), (network, bytes, total) -> {});
        byte[] without = painted(plain, 0);
        assertThat(painted(bundle, 0)).isEqualTo(without);
        assertThat(painted(bundle, 1)).isNotEqualTo(painted(bundle, 0.5f)).isNotEqualTo(without);
    }

    /** The larger blocks of SDXL's adapters. */
    @Test
    void sidesAreMultiplesOfWhatTheAdapterGathers() throws IOException {
        Path bundle = imported("sdxl", "t2i-sdxl", Control.Hint.PICTURE);
        assertThat(DiffusionBundle.read(bundle).sizeMultiple()).isEqualTo(16);
    }

    @Test
    void oneForAnotherKindOfModelIsRefused() {
        assertThatThrownBy(() -> imported("sd1", "t2i-light", Control.Hint.EDGES))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("[8, 16, 16]")
                .hasMessageContaining("for another kind of model");
    }

    /** Beside its configuration the file alone will do. */
    @Test
    void itsFileIsKnownByItsNames() throws IOException {
        Path file = imported("sd1", "t2i-sd1/diffusion_pytorch_model.safetensors", Control.Hint.SCRIBBLE);
        Path whole = imported("sd1", "t2i-sd1", Control.Hint.SCRIBBLE);
        assertThat(file.resolve("t2i_adapter/model.onnx_data"))
                .hasSameBinaryContentAs(whole.resolve("t2i_adapter/model.onnx_data"));
    }

    private Path imported(String model, String adapter, Control.Hint hint) throws IOException {
        Path bundle = folder.resolve("bundle-" + System.nanoTime());
        ImportOptions.ControlChoice control = new ImportOptions.ControlChoice(Golden.checkpoint(adapter), hint);
        ImportOptions options = ImportOptions.USUAL.withSizes(TINY).withControl(Optional.of(control));
        CheckpointImport.run(Golden.checkpoint(model), bundle, options, (network, bytes, total) -> {});
        return bundle;
    }

    private static byte[] painted(Path bundle, float strength) {
        Frame frame = new Frame(48, 32, new byte[3 * 48 * 32]);
        for (int i = 0; i < frame.rgb().length; i++) {
            frame.rgb()[i] = (byte) (i * 31 % 256);
        }
        ControlStrength control = strength == 0 ? ControlStrength.NONE : new ControlStrength(strength, 0, 1);
        StreamParameters parameters = new StreamParameters(
                48, 32, List.of(20), CfgType.NONE, 1, 1, true, 3, false, Continuity.NONE, control, 1);
        DeviceOptions device = DeviceOptions.parse("cpu", 1, 0, false, bundle);
        try (DiffusionStream stream = DiffusionStream.open(DiffusionBundle.read(bundle), device, 2)) {
            Conditioning words = new Conditioning(stream.embed("a fox"), stream.embed(""));
            return stream.paint(new StreamInput<>(new StreamState<>(), parameters, words, new InputPicture(frame), 0))
                    .picture()
                    .rgb();
        }
    }
}
