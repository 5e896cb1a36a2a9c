package org.speakdraw.app.stream.person;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.matting.Matting;
import org.speakdraw.inference.matting.MattingInput;
import org.speakdraw.inference.matting.MattingModel;
import org.speakdraw.inference.matting.RefinementParameters;

class RecoveringMattingTest {

    private final AtomicLong nanos = new AtomicLong();
    private final List<FakeModel> opened = new ArrayList<>();
    private boolean deviceLost;
    private final RecoveringMatting matting = new RecoveringMatting(this::open, nanos::get);

    /** A network that works until it is broken. */
    private static final class FakeModel implements MattingModel {
        private boolean broken;
        private boolean closed;

        @Override
        public List<Matting> matte(List<MattingInput> inputs) {
            if (broken) {
                throw new InferenceException(InferenceError.MODEL_FAILED, "CUDA error 700");
            }
            return List.of();
        }

        @Override
        public RefinementParameters recommendedRefinement() {
            return RefinementParameters.none();
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private MattingModel open() {
        if (deviceLost) {
            throw new InferenceException(InferenceError.DEVICE_UNAVAILABLE, "no device");
        }
        FakeModel model = new FakeModel();
        opened.add(model);
        return model;
    }

    @Test
    void isOpenedAgainWhenItFailsAgainAndAgain() {
        opened.get(0).broken = true;
        nanos.addAndGet(Duration.ofSeconds(11).toNanos());
        fail(4);
        assertThat(matting.problem()).isEmpty();
        fail(1);
        assertThat(matting.problem()).isEqualTo("CUDA error 700");
        assertThat(matting.matte(List.of())).isEmpty();
        assertThat(matting.problem()).isEmpty();
        assertThat(opened).hasSize(2);
        assertThat(opened.get(0).closed).isTrue();
        matting.close();
        assertThat(opened.get(1).closed).isTrue();
    }

    @Test
    void waitsLongerAfterEachOpeningInVain() {
        opened.get(0).broken = true;
        deviceLost = true;
        fail(20);
        assertThat(opened.get(0).closed).as("too soon").isFalse();
        nanos.addAndGet(Duration.ofSeconds(11).toNanos());
        fail(1);
        assertThat(opened.get(0).closed).isTrue();
        deviceLost = false;
        nanos.addAndGet(Duration.ofSeconds(11).toNanos());
        fail(1);
        nanos.addAndGet(Duration.ofSeconds(11).toNanos());
        assertThat(matting.matte(List.of())).isEmpty();
        assertThat(opened).hasSize(2);
    }

    @Test
    void staysAsItIsWhenOnlySomeFramesFail() {
        nanos.addAndGet(Duration.ofSeconds(11).toNanos());
        for (int i = 0; i < 20; i++) {
            opened.get(0).broken = true;
            fail(4);
            opened.get(0).broken = false;
            matting.matte(List.of());
        }
        assertThat(opened).hasSize(1);
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            assertThatThrownBy(() -> matting.matte(List.of())).isInstanceOf(InferenceException.class);
        }
    }
}
