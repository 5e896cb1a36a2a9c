package org.speakdraw.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.speakdraw.checkpoint.Graph.difference;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.speakdraw.checkpoint.graph.ElementType;
import org.speakdraw.checkpoint.graph.OnnxGraph;
import org.speakdraw.checkpoint.layout.UsualSizes;
import org.speakdraw.checkpoint.lora.Loras;
import org.speakdraw.checkpoint.network.Control;
import org.speakdraw.checkpoint.safetensors.HalfPrecision;
import org.speakdraw.checkpoint.safetensors.SafetensorsFile;
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

/** Checkpoints saved by diffusers become bundles that paint what diffusers paints. */
class CheckpointImportTest {

    private static final UsualSizes TINY = new UsualSizes(4, 4, 4, 8);
    private static final double CLOSE = 1e-4;
    private static final double CLOSE_IN_HALF = 3e-2;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"sd1", "sd2", "sdxl"})
    void aFolderPaintsWhatDiffusersPaints(String model) throws IOException {
        Path bundle = imported(Golden.checkpoint(model), options());
        assertSame(bundle, Golden.of(model), CLOSE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sd1", "sd2", "sdxl"})
    void oneFilePaintsWhatDiffusersPaints(String model) throws IOException {
        Path file = Golden.checkpoint(model + ".safetensors");
        Optional<String> prediction = model.equals("sd2") ? Optional.of("v_prediction") : Optional.empty();
        Path tokenizer = Golden.checkpoint("sd1/tokenizer");
        Path bundle = imported(file, options().withPrediction(prediction).withTokenizer(Optional.of(tokenizer)));
        assertSame(bundle, Golden.of(model), CLOSE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sd1", "sd2", "sdxl"})
    void halfPrecisionIsNear(String model) throws IOException {
        Path bundle = imported(Golden.checkpoint(model), options().withHalf(true));
        Path whole = imported(Golden.checkpoint(model), options());
        assertSame(bundle, Golden.of(model), CLOSE_IN_HALF);
        assertThat(Files.size(bundle.resolve("unet/model.onnx_data")))
                .isLessThan(Files.size(whole.resolve("unet/model.onnx_data")));
    }

    @Test
    void aTinyAutoencoderTakesThePlaceOfTheOwnOne() throws IOException {
        Path bundle = imported(Golden.checkpoint("sd1"), options().withVae(Optional.of(Golden.checkpoint("taesd"))));
        assertSame(bundle, Golden.of("sd1-taesd"), CLOSE);
    }

    /** By itself, within a whole model, and with diffusers' names beside its configuration: always the same graphs. */
    @ParameterizedTest
    @ValueSource(strings = {"vae.safetensors", "sd2.safetensors", "sd2/vae/diffusion_pytorch_model.safetensors"})
    void anAutoencoderOfOneFileTakesThePlaceOfTheOwnOne(String vae) throws IOException {
        Path bundle = imported(Golden.checkpoint("sd1"), options().withVae(Optional.of(Golden.checkpoint(vae))));
        Path other = imported(Golden.checkpoint("sd1"), options().withVae(Optional.of(Golden.checkpoint("sd2/vae"))));
        for (String half : List.of("vae_encoder", "vae_decoder")) {
            assertThat(bundle.resolve(half + "/model.onnx_data"))
                    .hasSameBinaryContentAs(other.resolve(half + "/model.onnx_data"));
        }
        assertPainted(bundle, Golden.of("sd2"), CLOSE);
    }

    /** What people name by mistake. */
    @Test
    void anotherKindOfFileIsNamed() throws IOException {
        assertVaeRefused("controlnet.safetensors", "is a ControlNet, not an autoencoder; it is for --control");
        assertVaeRefused("lora-peft.safetensors", "is a LoRA, not an autoencoder; it is for --lora");
        assertVaeRefused("sd1.golden.safetensors", "is not an autoencoder: it has clean, which none");
        Path lone = folder.resolve("lone.safetensors");
        Files.copy(Golden.checkpoint("sd1/vae/diffusion_pytorch_model.safetensors"), lone);
        assertThatThrownBy(() -> imported(Golden.checkpoint("sd1"), options().withVae(Optional.of(lone))))
                .hasMessageContaining("need the config.json that is published beside it");
        assertThatThrownBy(() -> imported(
                        Golden.checkpoint("sd1"), withControl("vae.safetensors", Control.Hint.SCRIBBLE, false)))
                .hasMessageContaining("is an autoencoder, not a ControlNet; it is for --vae");
        assertThatThrownBy(() -> imported(Golden.checkpoint("controlnet.safetensors"), options()))
                .hasMessageContaining("is a ControlNet, not a model");
        assertThatThrownBy(() -> imported(
                        Golden.checkpoint("sdxl"), withControl("controlnet.safetensors", Control.Hint.EDGES, false)))
                .hasMessageContaining("for another kind of model");
    }

    /** As ControlNet's authors published theirs: it is not left out without a word. */
    @Test
    void aModelWithAControlNetInsideIsBuiltWithItOrRefused() throws IOException {
        Path both = joined(Golden.checkpoint("sd1.safetensors"), Golden.checkpoint("controlnet.safetensors"));
        ImportOptions options = options().withTokenizer(Optional.of(Golden.checkpoint("sd1/tokenizer")));
        assertThatThrownBy(() -> imported(both, options))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("with a ControlNet inside; add --control " + both);
        Control.Hint hint = Control.Hint.SCRIBBLE;
        Path own = imported(both, options.withControl(Optional.of(new ImportOptions.ControlChoice(both, hint))));
        Path beside = imported(Golden.checkpoint("sd1"), withControl("controlnet", hint, false));
        for (String file : List.of("unet/model.onnx", "unet/model.onnx_data")) {
            assertThat(own.resolve(file)).hasSameBinaryContentAs(beside.resolve(file));
        }
    }

    /** All tensors of two files in one. */
    private Path joined(Path one, Path other) throws IOException {
        ObjectMapper json = new ObjectMapper();
        ObjectNode header = json.createObjectNode();
        List<byte[]> parts = new ArrayList<>();
        long at = 0;
        for (Path file : List.of(one, other)) {
            byte[] bytes = Files.readAllBytes(file);
            int length =
                    (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
            ObjectNode tensors = (ObjectNode) json.readTree(bytes, Long.BYTES, length);
            tensors.remove("__metadata__");
            for (var tensor : tensors.properties()) {
                ObjectNode about = (ObjectNode) tensor.getValue();
                long from = about.path("data_offsets").path(0).asLong();
                long to = about.path("data_offsets").path(1).asLong();
                about.putArray("data_offsets").add(at + from).add(at + to);
                header.set(tensor.getKey(), about);
            }
            parts.add(Arrays.copyOfRange(bytes, Long.BYTES + length, bytes.length));
            at += bytes.length - Long.BYTES - length;
        }
        byte[] written = json.writeValueAsBytes(header);
        Path file = folder.resolve("joined.safetensors");
        try (var out = Files.newOutputStream(file)) {
            out.write(ByteBuffer.allocate(Long.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(written.length)
                    .array());
            out.write(written);
            for (byte[] part : parts) {
                out.write(part);
            }
        }
        return file;
    }

    private void assertVaeRefused(String file, String words) {
        assertThatThrownBy(() ->
                        imported(Golden.checkpoint("sd1"), options().withVae(Optional.of(Golden.checkpoint(file)))))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(words);
    }

    @Test
    void aGuidanceEmbeddingIsTaken() throws IOException {
        Path checkpoint = copied("sd1");
        for (String file : List.of("config.json", "diffusion_pytorch_model.safetensors")) {
            Files.copy(
                    Golden.checkpoint("lcm/unet").resolve(file),
                    checkpoint.resolve("unet").resolve(file),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        assertSame(imported(checkpoint, options()), Golden.of("lcm"), CLOSE);
    }

    @ParameterizedTest
    @CsvSource({"lora-kohya,lora-peft", "lora-kohya-original,lora-processor"})
    void lorasOfTwoKindsAddUp(String first, String second) throws IOException {
        ImportOptions options = withLoras(
                new Loras.Choice(Golden.checkpoint(first + ".safetensors"), 0.8f),
                new Loras.Choice(Golden.checkpoint(second + ".safetensors"), -0.5f));
        assertSame(imported(Golden.checkpoint("sd1"), options), Golden.of("sd1-lora"), CLOSE);
    }

    /** {@code lora_te1_, lora_te2_} of kohya, {@code text_encoder, text_encoder_2} of peft; in a folder and in one file. */
    @ParameterizedTest
    @ValueSource(strings = {"sdxl", "sdxl.safetensors"})
    void lorasChangeBothTextEncoders(String checkpoint) throws IOException {
        ImportOptions options = withLoras(
                        new Loras.Choice(Golden.checkpoint("lora-text-kohya.safetensors"), 0.7f),
                        new Loras.Choice(Golden.checkpoint("lora-text-peft.safetensors"), -0.4f))
                .withTokenizer(Optional.of(Golden.checkpoint("sd1/tokenizer")));
        assertSame(imported(Golden.checkpoint(checkpoint), options), Golden.of("sdxl-lora"), CLOSE);
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, -2, 1e9f})
    void anAlphaThatIsNoStrengthIsRefused(float alpha) throws IOException {
        Path lora = folder.resolve("lora.safetensors");
        byte[] bytes = Files.readAllBytes(Golden.checkpoint("lora-kohya.safetensors"));
        try (SafetensorsFile file = SafetensorsFile.open(Golden.checkpoint("lora-kohya.safetensors"))) {
            file.tensors().forEach((name, tensor) -> {
                if (name.endsWith(".alpha")) {
                    ByteBuffer.wrap(bytes)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .putShort((int) tensor.offset(), HalfPrecision.fromFloat(alpha));
                }
            });
        }
        Files.write(lora, bytes);
        assertThatThrownBy(() -> imported(Golden.checkpoint("sd1"), withLoras(new Loras.Choice(lora, 1))))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("the alpha of lora_")
                .hasMessageContaining("from 0 to");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aWeightThatIsNoNumberIsRefused(boolean half) throws IOException {
        Path checkpoint = copied("sd1");
        Path file = checkpoint.resolve("unet/diffusion_pytorch_model.safetensors");
        byte[] bytes = Files.readAllBytes(file);
        try (SafetensorsFile open = SafetensorsFile.open(file)) {
            int at = (int) open.tensors().get("conv_in.bias").offset();
            ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putShort(at, HalfPrecision.fromFloat(Float.NaN));
        }
        Files.write(file, bytes);
        assertThatThrownBy(() -> imported(checkpoint, options().withHalf(half)))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("conv_in.bias has a weight of NaN");
    }

    @ParameterizedTest
    @CsvSource({
        "sd1,controlnet,SCRIBBLE",
        "sd1,controlnet,EDGES",
        "sd1,controlnet,PICTURE",
        "sdxl,controlnet-sdxl,EDGES",
        "sd1,controlnet.safetensors,SCRIBBLE",
        "sdxl,controlnet-sdxl.safetensors,EDGES"
    })
    void aControlNetTellsTheUNetWhatItSees(String model, String net, Control.Hint hint) throws IOException {
        Path bundle = imported(Golden.checkpoint(model), withControl(net, hint, false));
        Golden plain = Golden.of(model);
        Golden controlled = Golden.of(model + "-control");
        Map<String, Golden.Values> given = new HashMap<>();
        List<String> told = new ArrayList<>(List.of("encoder_hidden_states", "timestep", "sample"));
        told.addAll(model.equals("sdxl") ? List.of("text_embeds", "time_ids") : List.of());
        for (String name : told) {
            given.put(name, plain.values(name));
        }
        for (String name : List.of("control_image", "control_scale")) {
            given.put(name, controlled.values(name));
        }
        Graph unet = new Graph(bundle.resolve("unet/model.onnx"));
        Golden.Values out = controlled.values("out_sample_" + hint.name().toLowerCase(Locale.ROOT));
        assertThat(difference(unet.run("out_sample", out.sizes(), given), out.numbers()))
                .isLessThan(CLOSE);
        given.put("control_scale", new Golden.Values(new float[2], new long[] {2}));
        assertThat(difference(
                        unet.run("out_sample", out.sizes(), given),
                        plain.values("out_sample").numbers()))
                .as("where nobody heeds it")
                .isLessThan(CLOSE);
    }

    /** In the stream: with no strength, or at other steps only, it is the plain model's picture. */
    @Test
    void theEngineShowsTheControlNetWhatComesIn() throws IOException {
        Path plain = imported(Golden.checkpoint("sd1"), options());
        Path controlled = imported(Golden.checkpoint("sd1"), withControl("controlnet", Control.Hint.SCRIBBLE, false));
        assertThat(DiffusionBundle.read(plain).control()).isEmpty();
        assertThat(DiffusionBundle.read(controlled).control()).contains(ControlKind.SCRIBBLE);
        byte[] without = painted(plain, new ControlStrength(1, 0, 1));
        assertThat(painted(controlled, ControlStrength.NONE)).isEqualTo(without);
        assertThat(painted(controlled, new ControlStrength(1, 0.9f, 1))).isEqualTo(without);
        assertThat(painted(controlled, new ControlStrength(1, 0, 1))).isNotEqualTo(without);
        Path picture = imported(Golden.checkpoint("sd1"), withControl("controlnet", Control.Hint.PICTURE, false));
        Path edges = imported(Golden.checkpoint("sd1"), withControl("controlnet", Control.Hint.CANNY, false));
        assertThat(painted(edges, new ControlStrength(1, 0, 1)))
                .isNotEqualTo(without)
                .isNotEqualTo(painted(picture, new ControlStrength(1, 0, 1)));
        assertThat(painted(edges, ControlStrength.NONE)).isEqualTo(without);
        Path half = imported(Golden.checkpoint("sd1"), withControl("controlnet", Control.Hint.EDGES, true));
        assertThat(painted(half, new ControlStrength(1, 0, 1))).isNotEqualTo(painted(half, ControlStrength.NONE));
    }

    /** Without a network of the bundle's own, what comes in is a map of depths already. */
    @Test
    void theEngineShowsTheControlNetWhatTheBundlesNetworkFinds() throws IOException {
        ControlStrength full = new ControlStrength(1, 0, 1);
        ImportOptions asItIs = withControl("controlnet", Control.Hint.PICTURE, false);
        byte[] map = painted(imported(Golden.checkpoint("sd1"), asItIs), full);
        Path bundle = imported(Golden.checkpoint("sd1"), withControl("controlnet", Control.Hint.DEPTH, false));
        assertThat(DiffusionBundle.read(bundle).control()).contains(ControlKind.DEPTH);
        assertThat(DiffusionBundle.read(bundle).findsControl()).isFalse();
        assertThat(painted(bundle, full)).isEqualTo(map);
        Path network = Files.createDirectories(bundle.resolve("control"));
        Files.writeString(network.resolve("preprocessor_config.json"), "{\"ensure_multiple_of\": 8}");
        writeNetwork("Identity", network.resolve("model.onnx"));
        assertThat(DiffusionBundle.read(bundle).findsControl()).isTrue();
        assertThat(painted(bundle, full)).isEqualTo(map);
        writeNetwork("Neg", network.resolve("model.onnx"));
        assertThat(painted(bundle, full)).isNotEqualTo(map);
        assertThat(painted(bundle, ControlStrength.NONE))
                .isEqualTo(painted(imported(Golden.checkpoint("sd1"), options()), full));
    }

    private static void writeNetwork(String operator, Path file) throws IOException {
        OnnxGraph graph = new OnnxGraph(ElementType.FLOAT);
        String picture = graph.input("picture", ElementType.FLOAT, 1, 3, "height", "width");
        graph.output("predicted_depth", graph.node(operator, List.of(picture)), 1, 3, "height", "width");
        graph.write(file);
    }

    private static byte[] painted(Path bundle, ControlStrength strength) {
        byte[] rgb = new byte[3 * 32 * 24];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (i / 96 % 8 == 0 ? 0 : 255);
        }
        StreamParameters parameters = new StreamParameters(
                32, 24, List.of(20), CfgType.NONE, 1, 1, true, 3, false, Continuity.NONE, strength, 1);
        try (DiffusionStream stream = DiffusionStream.open(DiffusionBundle.read(bundle), DeviceOptions.cpu(), 2)) {
            Conditioning words = new Conditioning(stream.embed("red fox"), stream.embed(""));
            InputPicture picture = new InputPicture(new Frame(32, 24, rgb));
            return stream.paint(new StreamInput<>(new StreamState<>(), parameters, words, picture, 0))
                    .picture()
                    .rgb();
        }
    }

    @Test
    void aControlNetForAnotherModelIsRefusedByName() {
        assertThatThrownBy(() ->
                        imported(Golden.checkpoint("sd2"), withControl("controlnet", Control.Hint.SCRIBBLE, false)))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("for another kind of model");
    }

    @Test
    void aLoraForAnotherModelIsRefusedByName() {
        ImportOptions options = withLoras(new Loras.Choice(Golden.checkpoint("lora-kohya.safetensors"), 1));
        assertThatThrownBy(() -> imported(Golden.checkpoint("sd2"), options))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("another kind of model");
        assertThat(folder).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sd1", "sdxl"})
    void theEngineLoadsTheBundleAndPaints(String model) throws IOException {
        Path bundle = imported(Golden.checkpoint(model), options());
        try (DiffusionStream stream = DiffusionStream.open(DiffusionBundle.read(bundle), DeviceOptions.cpu(), 2)) {
            stream.tryOut();
        }
    }

    @Test
    void progressEndsWithEverything() throws IOException {
        AtomicLong last = new AtomicLong();
        AtomicLong all = new AtomicLong();
        CheckpointImport.run(Golden.checkpoint("sd1"), folder.resolve("bundle"), options(), (network, bytes, total) -> {
            assertThat(bytes).isGreaterThan(last.getAndSet(bytes)).isLessThanOrEqualTo(total);
            all.set(total);
        });
        assertThat(last.get()).isEqualTo(all.get());
    }

    @Test
    void whatIsThereAlreadyIsLeftAlone() throws IOException {
        Path bundle = Files.createDirectory(folder.resolve("bundle"));
        Path file = Files.writeString(bundle.resolve("mine"), "mine");
        assertThatThrownBy(() -> CheckpointImport.run(Golden.checkpoint("sd1"), bundle, options(), (a, b, c) -> {}))
                .hasMessageContaining("already");
        assertThat(file).hasContent("mine");
    }

    @Test
    void modelsOfOtherKindsAreRefusedByName() throws IOException {
        assertRefused("unet", unet -> unet.put("in_channels", 9), "inpainting");
        assertRefused("unet", unet -> unet.put("class_embed_type", "timestep"), "class_embed_type");
        assertRefused("unet", unet -> unet.put("act_fn", "mish"), "act_fn is \"mish\"");
        assertRefused(
                "unet", unet -> unet.put("cross_attention_dim", 24), "gives 16 values a token, the UNet takes 24");
        assertRefused("unet", unet -> unet.putNull("mid_block_type"), "does not account for: mid_block");
        assertRefused("unet", unet -> unet.put("layers_per_block", 1), "does not fit");
        assertRefused("unet", unet -> unet.put("layers_per_block", 3), "have no down_blocks.0.resnets.2");
        assertRefused(
                "unet",
                unet -> unet.withArray("block_out_channels")
                        .removeAll()
                        .add(1 << 20)
                        .add(8),
                "block_out_channels");
        assertRefused("vae", vae -> vae.put("_class_name", "AutoencoderDC"), "AutoencoderDC");
        assertRefused("text_encoder", text -> text.put("hidden_act", "silu"), "hidden_act");
        assertRefused("text_encoder", text -> text.put("vocab_size", 500), "does not fit");
    }

    @Test
    void aTransformerIsRefusedByName() throws IOException {
        Path checkpoint =
                Files.createDirectories(folder.resolve("flux/transformer")).getParent();
        assertThatThrownBy(() -> imported(checkpoint, options())).hasMessageContaining("flow matching");
    }

    @Test
    void aBundleNeedsNoImport() throws IOException {
        Path bundle = imported(Golden.checkpoint("sd1"), options());
        assertThatThrownBy(() -> imported(bundle, options())).hasMessageContaining("is a bundle already");
    }

    @Test
    void flowMatchingIsRefusedByName() throws IOException {
        Path checkpoint = copied("sd1");
        Files.writeString(
                checkpoint.resolve("scheduler/scheduler_config.json"),
                "{\"_class_name\": \"FlowMatchEulerDiscreteScheduler\"}");
        assertThatThrownBy(() -> imported(checkpoint, options())).hasMessageContaining("learned flow matching");
    }

    @Test
    void anSd2FileNeedsToBeToldWhatItPredicts() {
        assertThatThrownBy(() -> imported(Golden.checkpoint("sd2.safetensors"), options()))
                .hasMessageContaining("--prediction");
    }

    @Test
    void aLoraIsNoModel() {
        assertThatThrownBy(() -> imported(Golden.checkpoint("lora-kohya.safetensors"), options()))
                .hasMessageContaining("is a LoRA, not a model; it is for --lora");
    }

    /** As torch itself saves it, and as diffusers does: the same weights. */
    @Test
    void anotherUNetTakesThePlaceOfTheOwnOne() throws IOException {
        Path plain = imported(Golden.checkpoint("sd1"), options());
        Path torch = imported(Golden.checkpoint("sd1"), withUNet("torch/unet.bin"));
        Path safe = imported(Golden.checkpoint("sd1"), withUNet("torch/unet.safetensors"));
        assertThat(torch.resolve("unet/model.onnx_data")).hasSameBinaryContentAs(safe.resolve("unet/model.onnx_data"));
        assertThat(Files.mismatch(torch.resolve("unet/model.onnx_data"), plain.resolve("unet/model.onnx_data")))
                .isNotNegative();
        assertThatThrownBy(() -> imported(Golden.checkpoint("sd1"), withUNet("vae.safetensors")))
                .hasMessageContaining("is an autoencoder, not a UNet; it is for --vae");
        assertThatThrownBy(() -> imported(Golden.checkpoint("sd2"), withUNet("torch/unet.bin")))
                .as("of another kind of model")
                .isInstanceOf(CheckpointException.class);
    }

    /** Whatever their widths: what else a bundle has follows from the kind. */
    @ParameterizedTest
    @CsvSource({"sdxl,sd1/unet", "sd1,sdxl/unet"})
    void aUNetOfAnotherFamilyIsRefused(String model, String unet) {
        assertThatThrownBy(() -> imported(Golden.checkpoint(model), withUNet(unet)))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("SDXL")
                .hasMessageContaining("for another kind of model");
    }

    @Test
    void weightsInTorchsOwnFileOnlyAreTaken() throws IOException {
        Path checkpoint = copied("sd1");
        Files.delete(checkpoint.resolve("unet/diffusion_pytorch_model.safetensors"));
        assertThatThrownBy(() -> imported(checkpoint, options())).hasMessageContaining("has no file with weights");
        assertThat(folder.resolve(".bundle.part")).doesNotExist();
        Files.copy(Golden.checkpoint("torch/unet.bin"), checkpoint.resolve("unet/diffusion_pytorch_model.bin"));
        assertThat(imported(checkpoint, options()).resolve("unet/model.onnx_data"))
                .hasSameBinaryContentAs(imported(Golden.checkpoint("sd1"), withUNet("torch/unet.bin"))
                        .resolve("unet/model.onnx_data"));
    }

    private static ImportOptions withUNet(String file) {
        return options().withUnet(Optional.of(Golden.checkpoint(file)));
    }

    private void assertRefused(String part, Consumer<ObjectNode> change, String words) throws IOException {
        Path checkpoint = copied("sd1");
        Path file = checkpoint.resolve(part).resolve("config.json");
        ObjectMapper json = new ObjectMapper();
        ObjectNode config = (ObjectNode) json.readTree(file.toFile());
        change.accept(config);
        json.writeValue(file.toFile(), config);
        assertThatThrownBy(() -> imported(checkpoint, options()))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(words);
    }

    private static ImportOptions options() {
        return ImportOptions.USUAL.withSizes(TINY);
    }

    private static ImportOptions withLoras(Loras.Choice... loras) {
        return options().withLoras(List.of(loras));
    }

    private static ImportOptions withControl(String net, Control.Hint hint, boolean half) {
        ImportOptions.ControlChoice control = new ImportOptions.ControlChoice(Golden.checkpoint(net), hint);
        return options().withHalf(half).withControl(Optional.of(control));
    }

    private Path imported(Path source, ImportOptions options) throws IOException {
        Path bundle = folder.resolve("bundle-" + System.nanoTime());
        CheckpointImport.run(source, bundle, options, (network, bytes, total) -> {});
        return bundle;
    }

    private Path copied(String model) throws IOException {
        Path copy = folder.resolve("copy-" + System.nanoTime());
        try (var files = Files.walk(Golden.checkpoint(model))) {
            for (Path file : files.toList()) {
                Files.copy(
                        file,
                        copy.resolve(Golden.checkpoint(model).relativize(file).toString()));
            }
        }
        return copy;
    }

    private static void assertSame(Path bundle, Golden golden, double tolerance) {
        Map<String, Golden.Values> given = new HashMap<>();
        for (String name : List.of("encoder_hidden_states", "timestep", "sample", "input_ids")) {
            given.put(name, golden.values(name));
        }
        boolean sdxl = Files.exists(bundle.resolve("text_encoder_2"));
        if (sdxl) {
            given.put("text_embeds", golden.values("text_embeds"));
            given.put("time_ids", golden.values("time_ids"));
        }
        given.put("timestep_cond", new Golden.Values(new float[2 * 32], new long[] {2, 32}));
        assertText(bundle, golden, given, sdxl, tolerance);

        Golden.Values out = golden.values("out_sample");
        float[] predicted = new Graph(bundle.resolve("unet/model.onnx")).run("out_sample", out.sizes(), given);
        assertThat(difference(predicted, out.numbers())).as("UNet").isLessThan(tolerance);

        given.put("sample", golden.values("picture"));
        Golden.Values latent = golden.values("latent");
        boolean tiny = golden.file().toString().contains("taesd");
        Graph encoder = new Graph(bundle.resolve("vae_encoder/model.onnx"));
        float[] encoded = tiny
                ? encoder.run("latent_sample", latent.sizes(), given)
                : encoder.run("latent_parameters", List.of(1L, 8L, latent.shape()[2], latent.shape()[3]), given);
        assertThat(difference(Arrays.copyOf(encoded, latent.numbers().length), latent.numbers()))
                .as("encoder")
                .isLessThan(tolerance);

        assertPainted(bundle, golden, tolerance);
    }

    private static void assertText(
            Path bundle, Golden golden, Map<String, Golden.Values> given, boolean sdxl, double tolerance) {
        Golden.Values states = golden.values("encoder_hidden_states");
        int width = (int) states.shape()[2];
        int first = sdxl ? 16 : width;
        String output = sdxl ? "penultimate_hidden_state" : "last_hidden_state";
        float[] one =
                new Graph(bundle.resolve("text_encoder/model.onnx")).run(output, List.of(2L, 77L, (long) first), given);
        float[] both = states.numbers().clone();
        put(both, width, 0, one, first);
        if (sdxl) {
            Graph second = new Graph(bundle.resolve("text_encoder_2/model.onnx"));
            put(both, width, first, second.run(output, List.of(2L, 77L, (long) width - first), given), width - first);
            Golden.Values pooled = golden.values("text_embeds");
            assertThat(difference(second.run("text_embeds", pooled.sizes(), given), pooled.numbers()))
                    .as("pooled text")
                    .isLessThan(10 * tolerance);
        }
        // Embeddings are about ten times as large as the rest.
        assertThat(difference(both, states.numbers())).as("text encoder").isLessThan(10 * tolerance);
    }

    private static void put(float[] into, int width, int at, float[] from, int count) {
        for (int token = 0; token < into.length / width; token++) {
            System.arraycopy(from, token * count, into, token * width + at, count);
        }
    }

    /** The picture itself: in 8 bits no value may be further away than 1. */
    private static void assertPainted(Path bundle, Golden golden, double tolerance) {
        double factor = new double[] {0.18215, 0.13025, 1}
                [
                golden.file().toString().contains("taesd")
                        ? 2
                        : golden.file().toString().contains("sdxl") ? 1 : 0];
        Golden.Values clean = golden.values("clean");
        float[] unscaled = clean.numbers().clone();
        for (int i = 0; i < unscaled.length; i++) {
            unscaled[i] /= (float) factor;
        }
        Golden.Values painted = golden.values("painted");
        float[] decoded = new Graph(bundle.resolve("vae_decoder/model.onnx"))
                .run("sample", painted.sizes(), Map.of("latent_sample", new Golden.Values(unscaled, clean.shape())));
        assertThat(difference(decoded, painted.numbers())).as("decoder").isLessThan(tolerance);
        for (int i = 0; i < decoded.length; i++) {
            assertThat(Math.abs(eightBits(decoded[i]) - eightBits(painted.numbers()[i])))
                    .isLessThanOrEqualTo(tolerance > CLOSE ? 4 : 1);
        }
    }

    private static int eightBits(float value) {
        return Math.round(255 * Math.max(0, Math.min(1, value / 2 + 0.5f)));
    }
}
