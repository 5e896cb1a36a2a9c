package org.speakdraw.app.stream.still;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.speakdraw.app.settings.StreamSettings;
import org.speakdraw.app.stream.TestStreams;
import org.speakdraw.app.stream.frames.FrameContext;
import org.speakdraw.app.stream.frames.ReadyFrame;
import org.speakdraw.app.stream.painting.Model;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.diffusion.DiffusionBundle;
import org.speakdraw.inference.diffusion.DiffusionStream;
import org.speakdraw.inference.diffusion.ImagePrompt;
import org.speakdraw.inference.diffusion.StreamInput;
import org.speakdraw.inference.diffusion.StreamOutput;
import org.speakdraw.inference.diffusion.StreamState;
import org.speakdraw.inference.diffusion.TextEmbedding;
import org.speakdraw.inference.diffusion.Tick;
import org.speakdraw.inference.diffusion.TickResult;
import org.speakdraw.inference.onnx.DeviceOptions;

/** On real networks, with this test in the engine's place. */
class StillTurnTest {

    private static final Frame GREY = TestStreams.picture(90);

    private static DiffusionStream networks;

    @BeforeAll
    static void load() {
        networks = DiffusionStream.open(TestStreams.BUNDLE, DeviceOptions.cpu(), 4);
    }

    @AfterAll
    static void close() {
        networks.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void isDoneWhenItsPictureHasComeToRest(int steps) {
        StillTurn still = prepared("\"steps\":" + steps + ",\"strength\":0.9", Optional.of(GREY));
        int ticks = 0;
        while (!still.result().isDone()) {
            tick(still);
            ticks++;
        }
        assertThat(ticks).isEqualTo(steps);
        assertThat(difference(still.result().join(), alone(still))).isLessThan(1);
    }

    /** The same through all steps at once, without a stream. */
    private static Frame alone(StillTurn still) {
        StreamSettings settings =
                TestStreams.settings("\"width\":64,\"height\":64,\"strength\":0.9,\"steps\":" + stepsOf(still));
        StillTurn same = new StillTurn("school", model(), settings, Optional.of(GREY), Runnable::run);
        same.prepare();
        ReadyFrame frame = same.take().orElseThrow();
        StreamOutput<FrameContext> output = networks.paint(new StreamInput<>(
                new StreamState<>(),
                frame.settings().parameters(),
                frame.settings().conditioning(),
                frame.picture(),
                frame.context()));
        return output.picture();
    }

    private static int stepsOf(StillTurn still) {
        return Math.toIntExact(still.cost() / (64 * 64));
    }

    @Test
    void paintsFromThePromptAlone() {
        StillTurn still = prepared("\"input\":\"none\",\"steps\":2", Optional.empty());
        tick(still);
        tick(still);
        assertThat(still.result().join().width()).isEqualTo(64);
    }

    @Test
    void nothingIsPaintedOfOneThatIsOver() {
        StillTurn still = prepared("\"steps\":1", Optional.of(GREY));
        assertThat(still.active()).isTrue();
        still.fail(new InferenceException(InferenceError.MODEL_FAILED, "Gone."));
        assertThat(still.take()).isEmpty();
        assertThat(still.ended()).isTrue();
        assertThat(still.active()).isFalse();
    }

    @Test
    void whatFailsInTheEngineEndsIt() {
        StillTurn still = prepared("\"steps\":1", Optional.of(GREY));
        still.failed(new InferenceException(InferenceError.MODEL_FAILED, "It broke."));
        assertThatThrownBy(() -> still.result().join()).hasRootCauseMessage("It broke.");
    }

    private static StillTurn prepared(String changes, Optional<Frame> original) {
        StreamSettings settings = TestStreams.settings("\"width\":64,\"height\":64," + changes);
        StillTurn still = new StillTurn("school", model(), settings, original, Runnable::run);
        still.prepare();
        return still;
    }

    /** What the engine does. */
    private static void tick(StillTurn still) {
        ReadyFrame frame = still.take().orElseThrow();
        TickResult<FrameContext> result = networks.advance(List.of(new StreamInput<>(
                still.state(),
                frame.settings().parameters(),
                frame.settings().conditioning(),
                frame.picture(),
                frame.context())));
        still.advanced(frame.settings(), result.settled().get(0));
        result.outputs().forEach(output -> still.painted(output, 1));
    }

    private static double difference(Frame one, Frame other) {
        double sum = 0;
        for (int i = 0; i < one.rgb().length; i++) {
            sum += Math.abs((one.rgb()[i] & 0xFF) - (other.rgb()[i] & 0xFF));
        }
        return sum / one.rgb().length;
    }

    private static Model model() {
        return new Model() {
            @Override
            public DiffusionBundle bundle() {
                return TestStreams.BUNDLE;
            }

            @Override
            public boolean isOn(String device) {
                return true;
            }

            @Override
            public TextEmbedding embed(String prompt, float loraScale) {
                return networks.embed(prompt, loraScale);
            }

            @Override
            public ImagePrompt embed(Frame image) {
                return networks.embed(image);
            }

            @Override
            public Tick<FrameContext> encode(String device, List<StreamInput<FrameContext>> inputs) {
                return networks.encode(inputs);
            }

            @Override
            public void release() {}
        };
    }
}
