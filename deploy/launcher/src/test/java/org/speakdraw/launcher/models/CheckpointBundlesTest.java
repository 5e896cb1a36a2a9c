package org.speakdraw.launcher.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.speakdraw.launcher.checks.BundleFolder;
import org.speakdraw.launcher.checks.LaunchException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Against a web server on this machine that answers as Hugging Face does, with tiny checkpoints. */
class CheckpointBundlesTest {

    private static final Path CHECKPOINTS = Path.of("../../backend/checkpoint/src/test/resources/checkpoints");
    private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

    @TempDir
    private Path folder;

    private final List<String> said = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    /** Files that the server refuses. */
    private final Set<String> refused = ConcurrentHashMap.newKeySet();
    /** Files that arrive with another last byte. */
    private final Set<String> altered = ConcurrentHashMap.newKeySet();
    /** Files of which the server says nothing but the name. */
    private final Set<String> unknown = ConcurrentHashMap.newKeySet();

    /** How the step begins that is not gone through with. */
    private String breakOffAt = "nothing";

    private HttpServer server;
    private CheckpointBundles bundles;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        URI hub = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        bundles =
                new CheckpointBundles(folder, hub, new Download(Duration.ofMillis(1)), new CheckpointBundles.Report() {
                    @Override
                    public void say(String line) {
                        said.add(line);
                    }

                    @Override
                    public void step(String line) {
                        if (line.startsWith(breakOffAt)) {
                            throw new IllegalStateException(line);
                        }
                    }
                });
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void makesABundleOfAFolder() throws Exception {
        String name = bundles.make(CHECKPOINTS.resolve("sd1").toString(), options());
        assertThat(name).isEqualTo("sd1");
        new BundleFolder(folder.resolve(name)).check();
        assertThat(listed()).containsExactly("sd1");
    }

    @Test
    void makesABundleOfAModelOnHuggingFace() throws Exception {
        String name = bundles.make("hf:someone/sdxl", options("--name", "mine"));
        new BundleFolder(folder.resolve(name)).check();
        assertThat(said).singleElement().asString().contains("someone/sdxl (01234567)", "Licence: openrail++");
        assertThat(new ObjectMapper()
                        .readTree(folder.resolve("mine/speakdraw.json").toFile())
                        .path("licence")
                        .asText())
                .isEqualTo("openrail++");
        assertThat(requests).noneMatch(path -> path.endsWith("README.md"));
        assertThat(folder.resolve(".fetched")).isEmptyDirectory();
    }

    @Test
    void addsAnAutoencoderAndALoraFromThere() throws Exception {
        bundles.make(
                "hf:someone/sd1",
                options("--vae", "hf:someone/taesd", "--lora", CHECKPOINTS.resolve("lora-kohya.safetensors") + ":0.5"));
        assertThat(folder.resolve("sd1/vae_decoder/config.json")).content().contains("AutoencoderTiny");
        assertThat(folder.resolve("sd1/speakdraw.json")).content().contains("lora-kohya.safetensors (0.5)");
    }

    @Test
    void keepsALoraBesideTheWeights() throws Exception {
        bundles.make("hf:someone/sd1", options("--live-lora", CHECKPOINTS.resolve("lora-kohya.safetensors") + ":0.5"));
        assertThat(folder.resolve("sd1/speakdraw.json")).content().contains("\"loras\"");
        assertThat(Files.readString(folder.resolve("sd1/unet/model.onnx"), StandardCharsets.ISO_8859_1))
                .contains("lora_scale");
    }

    @Test
    void buildsAControlNetIn() throws Exception {
        bundles.make("hf:someone/sd1", options("--control", "hf:someone/controlnet", "--control-hint", "edges"));
        assertThat(Files.readString(folder.resolve("sd1/unet/model.onnx"), StandardCharsets.ISO_8859_1))
                .contains("control_image", "control_scale");
        assertThatThrownBy(() -> bundles.make(
                        "hf:someone/sd1",
                        options("--name", "b", "--control", "hf:someone/controlnet", "--control-hint", "x")))
                .hasMessageContaining("scribble, edges, canny, picture, depth or pose");
    }

    @Test
    void bringsWhatFindsDepths() throws Exception {
        Path finder = Files.createDirectories(folder.resolve("finder"));
        Files.writeString(finder.resolve("model.onnx"), "a graph");
        Files.writeString(finder.resolve("preprocessor_config.json"), "{}");
        String[] depth = {"--control", "hf:someone/controlnet", "--control-hint", "depth"};
        String name = bundles.make("hf:someone/sd1", options(with(depth, "--control-preprocessor", finder.toString())));
        assertThat(folder.resolve(name).resolve("control/model.onnx")).hasContent("a graph");
        assertThat(folder.resolve(name).resolve("control/preprocessor_config.json"))
                .hasContent("{}");
        assertThatThrownBy(() -> bundles.make(
                        "hf:someone/sd1", options("--name", "b", "--control-preprocessor", finder.toString())))
                .hasMessageContaining("is for a --control");
        requests.clear();
        String[] scribble = {"--name", "b", "--control", "hf:someone/controlnet"};
        assertThatThrownBy(() -> bundles.make(
                        "hf:someone/sd1", options(with(scribble, "--control-preprocessor", finder.toString()))))
                .hasMessageContaining("are found already");
        assertThatThrownBy(() -> bundles.make(
                        "hf:someone/sd1",
                        options(with(depth, "--name", "b", "--control-preprocessor", folder.toString()))))
                .hasMessageContaining("is neither a graph");
        assertThat(requests).as("before anything is fetched").isEmpty();
    }

    /** A graph's weights are looked for under the name that it has in the bundle. */
    @Test
    void weightsOfWhatFindsDepthsAreNeverLeftBehindOrMixedUp() throws Exception {
        Path finder = Files.createDirectories(folder.resolve("finder"));
        Files.writeString(finder.resolve("model.onnx"), "a graph \n\10location of weights");
        Files.writeString(finder.resolve("other.onnx"), "a graph \n\n\10location of weights");
        Files.writeString(finder.resolve("whole.onnx"), "a graph with its weights");
        assertThatThrownBy(() -> withFinder("b", finder))
                .isInstanceOf(LaunchException.class)
                .hasMessageContaining("has its weights in another file");
        Files.writeString(finder.resolve("model.onnx_data"), "weights");
        assertThatThrownBy(() -> withFinder("b", finder.resolve("other.onnx")))
                .hasMessageContaining("has its weights in another file");
        assertThat(requests).as("before anything is fetched").isEmpty();
        assertThat(withFinder("b", finder).resolve("model.onnx_data")).hasContent("weights");
        assertThat(withFinder("c", finder.resolve("whole.onnx")))
                .isDirectoryContaining("glob:**/model.onnx")
                .isDirectoryNotContaining("glob:**/model.onnx_data");
    }

    /** The bundle's folder of it. */
    private Path withFinder(String name, Path finder) throws Exception {
        String[] depth = {"--control", "hf:someone/controlnet", "--control-hint", "depth"};
        bundles.make(
                "hf:someone/sd1", options(with(depth, "--name", name, "--control-preprocessor", finder.toString())));
        return folder.resolve(name).resolve("control");
    }

    private static String[] with(String[] some, String... others) {
        return Stream.concat(Arrays.stream(some), Arrays.stream(others)).toArray(String[]::new);
    }

    /** As models are published that are one network by itself, in torch's own file. */
    @Test
    void putsAnotherUNetInPlaceOfTheOwnOne() throws Exception {
        String name = bundles.make(
                "hf:someone/sd1", options("--full", "--name", "other", "--unet", "hf:someone/adapters/torch/unet.bin"));
        String plain = bundles.make("hf:someone/sd1", options("--full"));
        assertThat(Files.mismatch(
                        folder.resolve(name).resolve("unet/model.onnx_data"),
                        folder.resolve(plain).resolve("unet/model.onnx_data")))
                .isNotNegative();
        assertThat(folder.resolve(name).resolve("text_encoder/model.onnx_data"))
                .hasSameBinaryContentAs(folder.resolve(plain).resolve("text_encoder/model.onnx_data"));
        assertThat(folder.resolve(name).resolve("speakdraw.json"))
                .content()
                .contains("\"licence\" : \"openrail++; UNet: openrail++\"");
    }

    @Test
    void makesImagesPrompts() throws Exception {
        bundles.make(
                "hf:someone/sd1",
                options(
                        "--ip-adapter", "hf:someone/adapters/ip-adapter-sd1.safetensors",
                        "--image-encoder", "hf:someone/adapters/image_encoder"));
        assertThat(folder.resolve("sd1/image_encoder/model.onnx")).isRegularFile();
        assertThat(folder.resolve("sd1/image_proj/model.onnx")).isRegularFile();
        assertThat(requests).noneMatch(path -> path.endsWith("taesd/config.json"));
        assertThat(folder.resolve(".fetched")).isEmptyDirectory();
        assertThatThrownBy(() -> bundles.make(
                        "hf:someone/sd1",
                        options("--name", "b", "--ip-adapter", "hf:someone/adapters/ip-adapter-sd1.safetensors")))
                .isInstanceOf(LaunchException.class)
                .hasMessageContaining("--image-encoder");
        assertThatThrownBy(() -> bundles.make("hf:someone/adapters/tokenizer", options("--name", "b")))
                .hasMessageContaining("has no tokenizer/config.json");
    }

    /** By the digests that the hub has of large files and of small ones. */
    @ParameterizedTest
    @ValueSource(strings = {"unet/diffusion_pytorch_model.safetensors", "vae/config.json"})
    void refusesWhatIsNotTheFileThatTheHubKnows(String file) throws Exception {
        altered.add(file);
        assertThatThrownBy(() -> bundles.make("hf:someone/sd1", options()))
                .isInstanceOf(LaunchException.class)
                .hasMessageContainingAll(file, "is not the file that is meant", "deleted");
        altered.clear();
        requests.clear();
        bundles.make("hf:someone/sd1", options());
        assertThat(requests).as("what was right stays").anyMatch(path -> path.endsWith(file));
        assertThat(requests).noneMatch(path -> path.endsWith("text_encoder/model.safetensors"));
    }

    @Test
    void takesNothingThatTheHubHasNoDigestOf() {
        unknown.add("unet/config.json");
        assertThatThrownBy(() -> bundles.make("hf:someone/sd1", options()))
                .isInstanceOf(LaunchException.class)
                .hasMessageContaining("nothing by which to know unet/config.json");
        assertThat(requests).allMatch(path -> path.startsWith("/api/"));
    }

    /** So that it can be made again, and it can be seen whether it has changed. */
    @Test
    void notesWhatABundleWasMadeOfAndWhatItIs() throws Exception {
        bundles.make(
                "hf:someone/sd1", options("--vae", "hf:someone/taesd", "--unet", "hf:someone/adapters/torch/unet.bin"));
        Path bundle = folder.resolve("sd1");
        assertThat(MadeBundle.in(folder, new Catalogue(List.of())).get(0).sources())
                .containsExactlyInAnyOrder(
                        "hf:someone/sd1@" + COMMIT,
                        "hf:someone/taesd@" + COMMIT,
                        "hf:someone/adapters@" + COMMIT + "/torch/unet.bin");
        assertThat(ModelStore.firstFault(bundle)).isEmpty();
        Files.writeString(bundle.resolve("speakdraw.json"), "{\"changes\": [1, 2]}");
        assertThat(ModelStore.firstFault(bundle)).as("the server completes it").isEmpty();
        Path weights = bundle.resolve("unet/model.onnx_data");
        byte[] changed = Files.readAllBytes(weights);
        changed[100]++;
        Files.write(weights, changed);
        assertThat(ModelStore.firstFault(bundle)).contains("unet/model.onnx_data has changed");
    }

    @Test
    void aBundleHasNoNameBeforeItIsNotedWhatItIs() throws Exception {
        breakOffAt = "Noting";
        assertThatThrownBy(() -> bundles.make("hf:someone/sd1", options())).hasMessage("Noting what sd1 is");
        assertThat(listed()).isEmpty();
        breakOffAt = "nothing";
        bundles.make("hf:someone/sd1", options());
        assertThat(folder.resolve("sd1/checksums.sha256")).content().contains("  unet/model.onnx\n");
        assertThat(ModelStore.firstFault(folder.resolve("sd1"))).isEmpty();
        assertThat(folder.resolve(".fetched")).isEmptyDirectory();
    }

    @Test
    void goesOnWithADownloadThatBroke() throws Exception {
        refused.add("vae/diffusion_pytorch_model.safetensors");
        assertThatThrownBy(() -> bundles.make("hf:someone/sd1", options())).hasMessageContaining("404");
        assertThat(listed()).as("a bundle that is half there").isEmpty();
        refused.clear();
        requests.clear();
        bundles.make("hf:someone/sd1", options());
        assertThat(listed()).containsExactly("sd1");
        assertThat(requests).noneMatch(path -> path.contains("unet/diffusion_pytorch_model"));
    }

    @Test
    void saysWhatCannotBe() {
        assertThatThrownBy(() -> bundles.make("hf:nobody/nothing", options()))
                .hasMessage("There is no hf:nobody/nothing.");
        assertThatThrownBy(() -> bundles.make("hf:someone", options())).hasMessageContaining("hf:OWNER/NAME");
        assertThatThrownBy(() -> bundles.make("hf:someone/sd1/absent.safetensors", options()))
                .hasMessageContaining("has no file absent.safetensors");
        assertThatThrownBy(() -> bundles.make("hf:someone/pickles", options()))
                .hasMessageContaining("no weights in safetensors format in unet/");
        requests.clear();
        assertThatThrownBy(() -> bundles.make("hf:someone/sd1", options("--lora", "hf:someone/adapters/lora.bin:0.5")))
                .hasMessageContaining("LoRAs are not read");
        assertThat(requests).as("before anything is fetched").isEmpty();
        assertThatThrownBy(() -> bundles.make("hf:someone/sd1", options("--name", "../out")))
                .hasMessageContaining("cannot be called");
        assertThatThrownBy(() -> bundles.make(folder.resolve("nowhere").toString(), options()))
                .isInstanceOf(LaunchException.class)
                .hasMessageContaining("There is no");
    }

    @Test
    void leavesNothingOfWhatIsNoCheckpoint() throws IOException {
        Path file = Files.writeString(folder.resolve("model.safetensors"), "not weights at all");
        assertThatThrownBy(() -> bundles.make(file.toString(), options()))
                .isInstanceOf(LaunchException.class)
                .hasMessageContaining("not a usable safetensors file");
        assertThat(folder).isDirectoryNotContaining(path -> Files.isDirectory(path));
    }

    private List<String> listed() throws IOException {
        return MadeBundle.in(folder, new Catalogue(List.of())).stream()
                .map(MadeBundle::name)
                .toList();
    }

    /** A command with nothing but the options. */
    @Command
    private static final class Options {
        @Mixin
        private final CheckpointOptions options = new CheckpointOptions();
    }

    private static CheckpointOptions options(String... arguments) {
        Options command = new Options();
        new CommandLine(command).parseArgs(arguments);
        return command.options;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        requests.add(path);
        byte[] content = content(path);
        if (content.length == 0) {
            exchange.sendResponseHeaders(404, -1);
        } else {
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content);
        }
        exchange.close();
    }

    private byte[] content(String path) throws IOException {
        String[] parts = path.split("/", 6);
        if (path.startsWith("/api/models/someone/")) {
            return listing(parts[4]);
        }
        String file = parts.length > 5 ? parts[5] : "";
        Path local = root(parts.length > 2 ? parts[2] : "").resolve(file);
        boolean here = path.startsWith("/someone/") && parts[4].equals(COMMIT) && Files.isRegularFile(local);
        byte[] content = here && !refused.contains(file) ? Files.readAllBytes(local) : new byte[0];
        if (altered.contains(file)) {
            content[content.length - 1]++;
        }
        return content;
    }

    /** {@code adapters} keeps many things side by side, as repositories of adapters do. */
    private static Path root(String model) {
        return model.equals("adapters") ? CHECKPOINTS : CHECKPOINTS.resolve(model);
    }

    private byte[] listing(String model) throws IOException {
        ObjectNode answer = new ObjectMapper().createObjectNode().put("sha", COMMIT);
        answer.putArray("tags").add("diffusers").add("license:openrail++");
        ArrayNode files = answer.putArray("siblings");
        List<String> names = new ArrayList<>(List.of("README.md"));
        if (model.equals("pickles")) {
            names.addAll(List.of("model_index.json", "unet/config.json", "unet/diffusion_pytorch_model.bin"));
        } else {
            Path root = root(model);
            try (var found = Files.walk(root)) {
                found.filter(Files::isRegularFile)
                        .map(file -> root.relativize(file).toString().replace('\\', '/'))
                        .forEach(names::add);
            }
        }
        for (String name : names) {
            ObjectNode about = files.addObject().put("rfilename", name);
            Path local = root(model).resolve(name);
            if (!unknown.contains(name) && Files.isRegularFile(local)) {
                about.put("size", Files.size(local)).put("blobId", Checksums.blob(local));
                if (name.endsWith(".safetensors") || name.endsWith(".bin")) {
                    about.putObject("lfs")
                            .put("sha256", Checksums.digest(local))
                            .put("size", Files.size(local));
                }
            }
        }
        return answer.toString().getBytes(StandardCharsets.UTF_8);
    }
}
