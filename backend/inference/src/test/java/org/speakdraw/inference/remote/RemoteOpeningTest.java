package org.speakdraw.inference.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.diffusion.DiffusionBundle;
import org.speakdraw.inference.diffusion.DiffusionStream;
import org.speakdraw.inference.golden.TinyGraph;
import org.speakdraw.inference.golden.TinyGraph.Type;
import org.speakdraw.inference.onnx.DeviceOptions;

/** What becomes of a stream whose model server is not as it should be, or wants to know who asks. */
class RemoteOpeningTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Path FOLDER =
            Path.of(Optional.ofNullable(System.getenv("SPEAKDRAW_ROOT")).orElse("../.."), "models", "handmade");
    private static final Path UNET = FOLDER.resolve("unet/model.onnx");

    @TempDir
    private static Path temporary;

    @Test
    void refusesAModelThatIsNotTheBundles() throws IOException {
        try (ConformanceServer server = new ConformanceServer(UNET, 0)) {
            RemoteModel model = server.address(LONG);
            server.saying(answer -> answer.getInputsBuilder(0).setName("pixels"));
            assertRefused(FOLDER, model, "has no tensor");
            server.saying(answer -> answer.getInputsBuilder(0).setDatatype("BYTES"));
            assertRefused(FOLDER, model, "of type BYTES");
            server.saying(answer -> answer.getInputsBuilder(0).addShape(7));
            assertRefused(FOLDER, model, "of shape");
            server.saying(answer -> answer.addInputsBuilder().setName("more"));
            assertRefused(FOLDER, model, "inputs, not");
        }
    }

    @Test
    void waitsForAServerThatIsNotReadyOrNotThere() throws IOException {
        RemoteModel model;
        try (ConformanceServer server = new ConformanceServer(UNET, 0)) {
            model = server.address(LONG);
            server.becomeReady(false);
            assertUnavailable(model, "the model is not ready");
        }
        assertUnavailable(model, "cannot be reached");
        try (ConformanceServer again =
                new ConformanceServer(UNET, model.server().getPort())) {
            assertOpens(model);
            assertThat(again.calls()).isEqualTo(1);
        }
    }

    /** The other networks are files that cannot be loaded: who tried would say so. */
    @Test
    void asksTheServerBeforeItLoadsAnything(@TempDir Path folder) throws IOException {
        BundleCopy copy = BundleCopy.of(FOLDER, folder);
        copy.breakAllButUNet();
        RemoteModel model;
        try (ConformanceServer server = new ConformanceServer(UNET, 0)) {
            model = server.address(LONG);
            server.saying(answer -> answer.getInputsBuilder(0).setName("pixels"));
            assertRefused(folder, model, "has no tensor");
        }
        assertFails(folder, model, InferenceError.DEVICE_UNAVAILABLE, "cannot be reached");
        copy.unet(new TinyGraph()
                .input("sample", Type.FLOAT32, 0, 192, 0, 0)
                .input("timestep", Type.FLOAT32, 0)
                .input("encoder_hidden_states", Type.FLOAT32, 0, 0, 8)
                .input("control_image", Type.FLOAT32, 0, 3, 0, 0)
                .output("out_sample", Type.FLOAT32, 0, 192, 0, 0));
        assertRefused(folder, model, "no model server can run");
    }

    @Test
    void showsItsTokenToAServerThatItTrusts() throws Exception {
        ServerKey key = ServerKey.make(temporary, "trusted");
        try (ConformanceServer server = new ConformanceServer(UNET, 0, key.credentials(), Optional.of("open sesame"))) {
            assertOpens(safe(server, key.certificate(), Optional.of("open sesame")));
            for (Optional<String> wrong : List.of(Optional.<String>empty(), Optional.of("open barley"))) {
                assertUnavailable(safe(server, key.certificate(), wrong), "does not accept the token");
            }
        }
    }

    @Test
    void tellsAServerNothingThatAnotherAuthorityVouchesFor() throws Exception {
        ServerKey key = ServerKey.make(temporary, "stranger");
        ServerKey other = ServerKey.make(temporary, "authority");
        try (ConformanceServer server = new ConformanceServer(UNET, 0, key.credentials(), Optional.empty())) {
            assertOpens(safe(server, key.certificate(), Optional.empty()));
            RemoteModel model = safe(server, other.certificate(), Optional.of("open sesame"));
            assertUnavailable(model, "cannot be reached");
            assertThatThrownBy(() -> open(FOLDER, model).close()).hasMessageNotContaining("sesame");
            // Nor without encryption.
            assertUnavailable(server.address(LONG), "cannot be reached");
        }
    }

    @Test
    void takesOnlyAddressesThatItUnderstands() {
        for (String address : List.of("http://gpu:8001", "grpc://gpu", "gpu:8001", "grpc://gpu:8001/unet")) {
            assertThatThrownBy(() -> model(address, Optional.empty()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("grpc://host:port");
        }
        assertThatThrownBy(() -> model("grpc://gpu:8001", Optional.of("secret")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("TLS")
                .hasMessageNotContaining("secret");
        assertThat(model("grpcs://gpu:8001", Optional.of("secret")).toString()).doesNotContain("secret");
    }

    private static RemoteModel model(String address, Optional<String> token) {
        return new RemoteModel(URI.create(address), Optional.empty(), token, "unet", "", LONG);
    }

    private static RemoteModel safe(ConformanceServer server, Path authority, Optional<String> token) {
        return new RemoteModel(
                URI.create("grpcs://localhost:" + server.port()), Optional.of(authority), token, "unet", "", LONG);
    }

    private static DiffusionStream open(Path folder, RemoteModel model) {
        return DiffusionStream.open(
                DiffusionBundle.read(folder),
                DeviceOptions.parse("remote", 1, 0, false, folder),
                4,
                Optional.of(model));
    }

    private static void assertOpens(RemoteModel model) {
        try (DiffusionStream stream = open(FOLDER, model)) {
            stream.tryOut(1);
        }
    }

    private static void assertRefused(Path folder, RemoteModel model, String why) {
        assertFails(folder, model, InferenceError.BUNDLE_INVALID, why);
    }

    private static void assertUnavailable(RemoteModel model, String why) {
        assertFails(FOLDER, model, InferenceError.DEVICE_UNAVAILABLE, why);
    }

    private static void assertFails(Path folder, RemoteModel model, InferenceError code, String why) {
        assertThatThrownBy(() -> open(folder, model).close())
                .isInstanceOfSatisfying(
                        InferenceException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(why);
    }
}
