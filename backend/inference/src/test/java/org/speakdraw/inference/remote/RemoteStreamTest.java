package org.speakdraw.inference.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import inference.OpenInferenceGrpc.ModelInferResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.diffusion.CfgType;
import org.speakdraw.inference.diffusion.Conditioning;
import org.speakdraw.inference.diffusion.DiffusionBundle;
import org.speakdraw.inference.diffusion.DiffusionStream;
import org.speakdraw.inference.diffusion.InputPicture;
import org.speakdraw.inference.diffusion.StreamInput;
import org.speakdraw.inference.diffusion.StreamOutput;
import org.speakdraw.inference.diffusion.StreamParameters;
import org.speakdraw.inference.diffusion.StreamState;
import org.speakdraw.inference.golden.TinyGraph;
import org.speakdraw.inference.golden.TinyGraph.Type;
import org.speakdraw.inference.onnx.DeviceOptions;

/** A stream whose UNet a model server runs, over a real connection. */
class RemoteStreamTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Path FOLDER =
            Path.of(Optional.ofNullable(System.getenv("SPEAKDRAW_ROOT")).orElse("../.."), "models", "handmade");
    private static final Path UNET = FOLDER.resolve("unet/model.onnx");

    private final DiffusionBundle bundle = DiffusionBundle.read(FOLDER);
    private ConformanceServer server;

    @BeforeEach
    void start() throws IOException {
        server = new ConformanceServer(UNET, 0);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void paintsWhatTheLocalDevicePaints() {
        try (DiffusionStream local = DiffusionStream.open(bundle, DeviceOptions.parse("cpu", 1, 0, false, FOLDER), 4);
                DiffusionStream remote = open(LONG)) {
            assertThat(remote.device()).isEqualTo("remote:0");
            assertThat(pictures(remote, 1)).isEqualTo(pictures(local, 1));
            assertThat(pictures(remote, 3)).isEqualTo(pictures(local, 3));
        }
    }

    /** Such as Triton with {@code models/handmade/unet/model.onnx} as its model {@code unet}. */
    @Test
    @EnabledIfEnvironmentVariable(named = "SPEAKDRAW_MODEL_SERVER", matches = ".+")
    void paintsTheSameOnTheServerThatIsNamed() {
        RemoteModel named = new RemoteModel(
                URI.create(System.getenv("SPEAKDRAW_MODEL_SERVER")),
                Optional.empty(),
                Optional.empty(),
                "unet",
                "",
                LONG);
        try (DiffusionStream local = DiffusionStream.open(bundle, DeviceOptions.parse("cpu", 1, 0, false, FOLDER), 4);
                DiffusionStream remote = open(named)) {
            assertThat(pictures(remote, 1)).isEqualTo(pictures(local, 1));
            assertThat(pictures(remote, 3)).isEqualTo(pictures(local, 3));
        }
    }

    @Test
    void rowsOfATickShareACall() {
        try (DiffusionStream remote = open(LONG)) {
            pictures(remote, 3);
            assertThat(server.calls()).isEqualTo(1);
        }
    }

    @Test
    void asksOnceMoreWhenTheConnectionBreaks() {
        try (DiffusionStream remote = open(LONG)) {
            server.failNext(1);
            assertThat(pictures(remote, 1)).hasSize(1);
            assertThat(server.calls()).isEqualTo(2);
        }
    }

    @Test
    void asksNoMoreOnceTheServerIsGone() {
        try (DiffusionStream remote = open(LONG)) {
            server.failNext(2);
            assertFails(remote, "cannot be reached");
            assertFails(remote, "cannot be reached");
            assertThat(server.calls()).isEqualTo(2);
        }
        try (DiffusionStream again = open(LONG)) {
            assertThat(pictures(again, 1)).hasSize(1);
        }
    }

    @Test
    void waitsForNoAnswerLongerThanItsDeadline() {
        try (DiffusionStream remote = open(Duration.ofSeconds(5))) {
            server.keepSilent();
            assertFails(remote, "no answer within 5000 ms");
            assertFails(remote, "no answer within 5000 ms");
            assertThat(server.calls()).isEqualTo(1);
        }
    }

    @Test
    void believesNoAnswerOfAnotherFormOrSize() {
        try (DiffusionStream remote = open(LONG)) {
            List<UnaryOperator<ModelInferResponse>> lies = List.of(
                    answer -> answer.toBuilder().clearRawOutputContents().build(),
                    answer -> changed(answer, tensor -> tensor.setShape(1, tensor.getShape(1) + 1)),
                    answer -> changed(answer, tensor -> tensor.setDatatype("FP16")),
                    answer -> changed(answer, tensor -> tensor.setName("other")),
                    answer -> answer.toBuilder()
                            .setRawOutputContents(
                                    0, answer.getRawOutputContents(0).substring(4))
                            .build());
            for (UnaryOperator<ModelInferResponse> lie : lies) {
                server.giving(lie);
                assertFails(remote, "answers wrongly");
            }
            server.giving(answer -> answer.toBuilder()
                    .setRawOutputContents(0, ByteString.copyFrom(new byte[32 << 20]))
                    .build());
            assertFails(remote, "RESOURCE_EXHAUSTED");
            server.giving(UnaryOperator.identity());
            assertThat(pictures(remote, 1)).hasSize(1);
        }
    }

    /** That of a model which takes and gives nothing else, its timestep, a scalar, included. */
    @Test
    void halfPrecisionTravelsAsItIs(@TempDir Path folder) throws IOException {
        BundleCopy copy = BundleCopy.of(FOLDER, folder);
        Path half = copy.unet(new TinyGraph()
                .input("sample", Type.FLOAT16, 0, 192, 0, 0)
                .input("timestep", Type.FLOAT16)
                .input("encoder_hidden_states", Type.FLOAT16, 0, 0, 8)
                .output("out_sample", Type.FLOAT16, 0, 192, 0, 0));
        DiffusionBundle other = DiffusionBundle.read(copy.folder());
        try (ConformanceServer serving = new ConformanceServer(half, 0);
                DiffusionStream local =
                        DiffusionStream.open(other, DeviceOptions.parse("cpu", 1, 0, false, FOLDER), 4);
                DiffusionStream remote = DiffusionStream.open(
                        other,
                        DeviceOptions.parse("remote", 1, 0, false, FOLDER),
                        4,
                        Optional.of(serving.address(LONG)))) {
            assertThat(pictures(remote, 3)).isEqualTo(pictures(local, 3));
        }
    }

    private static ModelInferResponse changed(
            ModelInferResponse answer, Consumer<ModelInferResponse.InferOutputTensor.Builder> change) {
        ModelInferResponse.Builder changed = answer.toBuilder();
        change.accept(changed.getOutputsBuilder(0));
        return changed.build();
    }

    private DiffusionStream open(Duration deadline) {
        return open(server.address(deadline));
    }

    private DiffusionStream open(RemoteModel model) {
        return DiffusionStream.open(bundle, DeviceOptions.parse("remote", 1, 0, false, FOLDER), 4, Optional.of(model));
    }

    private void assertFails(DiffusionStream stream, String why) {
        assertThatThrownBy(() -> pictures(stream, 1))
                .isInstanceOfSatisfying(
                        InferenceException.class, e -> assertThat(e.code()).isEqualTo(InferenceError.MODEL_FAILED))
                .hasMessageContaining(why);
    }

    /** Of so many sessions in one tick, at one step. */
    private List<Frame> pictures(DiffusionStream stream, int sessions) {
        StreamParameters parameters = new StreamParameters(256, 256, List.of(40), CfgType.NONE, 1, 1, true, 1, false);
        byte[] rgb = new byte[3 * parameters.width() * parameters.height()];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (i / 7);
        }
        InputPicture picture = new InputPicture(new Frame(parameters.width(), parameters.height(), rgb));
        List<StreamInput<Integer>> inputs = new ArrayList<>();
        for (int session = 0; session < sessions; session++) {
            Conditioning words = new Conditioning(stream.embed("a red apple " + session), stream.embed(""));
            inputs.add(new StreamInput<>(new StreamState<>(), parameters, words, picture, session));
        }
        return stream.advance(inputs).outputs().stream()
                .map(StreamOutput::picture)
                .toList();
    }
}
