package org.speakdraw.inference.matting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.speakdraw.inference.matting.MattingGolden.input;
import static org.speakdraw.inference.matting.MattingGolden.openToy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.speakdraw.inference.Frame;

/** States, batches and element types, on a graph whose matte shows what it remembers. */
class RobustVideoMattingTest {

    private static final String FP32 = "recurrent-fp32.onnx";
    private static final String FP16 = "recurrent-fp16.onnx";

    @ParameterizedTest
    @ValueSource(strings = {FP32, FP16})
    void carriesTheStateInTheGraphsElementType(String graph) {
        try (MattingModel model = openToy(graph, 4)) {
            MattingState state = new MattingState();
            // Of white, the state's mean goes 3/8, 9/16, 21/32 to 3/4; the matte adds half the brightness.
            assertThat(grey(model, 51, state)).isCloseTo(0.1f + 0.375f * 0.2f, within(1e-3f));
            assertThat(grey(model, 51, state)).isCloseTo(0.1f + 0.5625f * 0.2f, within(1e-3f));
            assertThat(grey(model, 0, state)).isCloseTo(0.28125f * 0.2f, within(1e-3f));
        }
    }

    @Test
    void forgetsOnAnotherSizeRatioSourceOrModelAndWhenTold() {
        try (MattingModel model = openToy(FP32, 4);
                MattingModel other = openToy(FP32, 4)) {
            MattingState state = new MattingState();
            float first = grey(model, 51, state);
            MattingInput usual = input(frame(32, 32, 51), state, 1);
            List<MattingInput> breaks = List.of(
                    input(frame(64, 64, 51), state, 0.5f),
                    input(frame(32, 32, 51), state, 0.5f),
                    input(frame(48, 32, 51), state, 1),
                    new MattingInput(usual.frame(), "file", usual.ratio(), false, state));
            for (MattingInput changed : breaks) {
                assertThat(alpha(model, changed)).as("%s", changed).isCloseTo(first, within(1e-6f));
                assertThat(alpha(model, changed)).as("then it remembers").isGreaterThan(first + 0.01f);
            }
            grey(model, 51, state);
            assertThat(grey(other, 51, state)).isCloseTo(first, within(1e-6f));
            state.reset();
            assertThat(state.isFresh()).isTrue();
            assertThat(grey(other, 51, state)).isCloseTo(first, within(1e-6f));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {FP32, FP16})
    void batchEqualsEachAloneAcrossSizesAndFirstFrames(String graph) {
        try (MattingModel model = openToy(graph, 2)) {
            List<MattingState> alone = new ArrayList<>();
            List<MattingState> together = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                alone.add(new MattingState());
                together.add(new MattingState());
            }
            for (int tick = 0; tick < 5; tick++) {
                List<MattingInput> batch = new ArrayList<>();
                List<Float> expected = new ArrayList<>();
                for (int session = 0; session <= tick; session++) {
                    Frame frame = frame(session == 3 ? 48 : 32, 32, 20 * session + 5 * tick);
                    batch.add(input(frame, together.get(session), 1));
                    expected.add(alpha(model, input(frame, alone.get(session), 1)));
                }
                List<Matting> mattes = model.matte(batch);
                for (int session = 0; session <= tick; session++) {
                    assertThat(mattes.get(session).matte().alpha()[0])
                            .as("tick %d session %d", tick, session)
                            .isCloseTo(expected.get(session), within(1e-6f));
                }
            }
        }
    }

    @Test
    void givesForegroundsToThoseWhoAsk() {
        try (MattingModel model = openToy(FP16, 4)) {
            Frame frame = frame(32, 32, 77);
            List<Matting> mattes = model.matte(List.of(
                    input(frame, new MattingState(), 1),
                    new MattingInput(frame, "camera", DownsampleRatio.of(1), true, new MattingState())));
            assertThat(mattes.get(0).foreground()).isEmpty();
            assertThat(mattes.get(1).foreground()).contains(frame);
        }
    }

    @Test
    void refusesOneStateTwiceInABatch() {
        try (MattingModel model = openToy(FP32, 4)) {
            MattingState state = new MattingState();
            MattingInput input = input(frame(32, 32, 0), state, 1);
            assertThatThrownBy(() -> model.matte(List.of(input, input)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("share");
        }
    }

    @Test
    void takesAnEmptyBatch() {
        try (MattingModel model = openToy(FP32, 4)) {
            assertThat(model.matte(List.of())).isEmpty();
        }
    }

    private static float grey(MattingModel model, int level, MattingState state) {
        return alpha(model, input(frame(32, 32, level), state, 1));
    }

    private static float alpha(MattingModel model, MattingInput input) {
        return model.matte(List.of(input)).get(0).matte().alpha()[0];
    }

    private static Frame frame(int width, int height, int level) {
        byte[] rgb = new byte[3 * width * height];
        java.util.Arrays.fill(rgb, (byte) level);
        return new Frame(width, height, rgb);
    }
}
