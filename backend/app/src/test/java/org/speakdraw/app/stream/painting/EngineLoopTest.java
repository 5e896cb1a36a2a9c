package org.speakdraw.app.stream.painting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.fairness.Throughput;
import org.speakdraw.app.stream.TestStreams;
import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;

/** Ticks without a thread, a network or a real clock. */
class EngineLoopTest {

    private static final double MEASURED_AT_START = 1e6;

    private final List<String> log = FakeTurn.newLog();
    private final FakeModel model = new FakeModel();
    private final AtomicLong nanos = new AtomicLong();
    private final Throughput throughput = new Throughput(MEASURED_AT_START);
    private final EngineLoop loop = new EngineLoop("cpu", TestStreams.BUNDLE, TestStreams.stages(), nanos::get);

    @Test
    void paintsAllThatAreDueInOneTick() {
        loop.tick(List.of(turn("a"), turn("b"), turn("c")), size(4), throughput);
        assertThat(model.batches()).containsExactly(3);
        assertThat(log)
                .containsExactly(
                        "a taken",
                        "b taken",
                        "c taken",
                        "a advanced",
                        "a painted",
                        "b advanced",
                        "b painted",
                        "c advanced",
                        "c painted");
    }

    @Test
    void doesNothingWhenNobodyIsDue() {
        loop.tick(List.of(), size(4), throughput);
        assertThat(model.batches()).isEmpty();
        assertThat(throughput.costPerSecond()).isEqualTo(MEASURED_AT_START);
    }

    @Test
    void leavesOutWhoeverHasNoFrameAnyMore() {
        loop.tick(List.of(turn("a").empty(), turn("b")), size(4), throughput);
        assertThat(model.batches()).containsExactly(1);
        assertThat(log).containsExactly("a taken", "b taken", "b advanced", "b painted");
    }

    @Test
    void paintsThoseOfAnotherModelInATickOfTheirOwn() {
        FakeModel guest = new FakeModel();
        loop.tick(List.of(turn("a"), new FakeTurn("guest", guest, log), turn("b")), size(4), throughput);
        assertThat(model.batches()).containsExactly(2);
        assertThat(guest.batches()).containsExactly(1);
        assertThat(log).contains("a painted", "b painted", "guest painted");
    }

    @Test
    void findsOutWhoseFrameTheNetworksRefused() {
        FakeTurn bad = turn("bad");
        model.before(inputs -> {
            if (inputs.stream().anyMatch(input -> input.state() == bad.state())) {
                throw new InferenceException(InferenceError.SIZE_UNSUPPORTED, "no such size");
            }
        });
        loop.tick(List.of(turn("a"), bad, turn("b")), size(4), throughput);
        assertThat(model.batches()).containsExactly(3, 1, 1, 1);
        assertThat(log).contains("a painted", "b painted", "bad failed: size-unsupported");
        assertThat(log).doesNotContain("bad advanced");
    }

    @Test
    void anErrorInTheNetworksEndsTheFramesAndNotTheLoop() {
        model.before(inputs -> {
            throw new OutOfMemoryError("as good as");
        });
        loop.tick(List.of(turn("a"), turn("b")), size(4), throughput);
        assertThat(log).contains("a failed: model-failed", "b failed: model-failed");
        model.before(inputs -> {});
        log.clear();
        loop.tick(List.of(turn("a")), size(4), throughput);
        assertThat(log).contains("a painted");
    }

    @Test
    void anErrorInOneStreamLeavesTheOthersTheirPictures() {
        FakeTurn broken = turn("broken").breaking(new StackOverflowError());
        loop.tick(List.of(broken, turn("a")), size(4), throughput);
        assertThat(log).contains("broken failed: model-failed", "a painted");
    }

    @Test
    void measuresFullTicksOnly() {
        BatchSize size = size(2);
        model.before(inputs -> nanos.addAndGet(1_000_000_000));
        loop.tick(List.of(turn("a")), size, throughput);
        assertThat(throughput.costPerSecond()).isEqualTo(MEASURED_AT_START);
        for (int tick = 0; tick < 100; tick++) {
            loop.tick(List.of(turn("a"), turn("b")), size, throughput);
        }
        assertThat(throughput.costPerSecond())
                .isCloseTo(2.0 * FakeTurn.SETTINGS.cost(), org.assertj.core.data.Percentage.withPercentage(1));
    }

    @Test
    void doesNotMeasureTicksInWhichAFrameCameToNothing() {
        FakeTurn bad = turn("bad");
        model.before(inputs -> {
            nanos.addAndGet(1_000_000_000);
            if (inputs.stream().anyMatch(input -> input.state() == bad.state())) {
                throw new InferenceException(InferenceError.SIZE_UNSUPPORTED, "no such size");
            }
        });
        loop.tick(List.of(turn("a"), bad), size(2), throughput);
        assertThat(throughput.costPerSecond()).isEqualTo(MEASURED_AT_START);
        assertThat(log).contains("a painted");
    }

    private static BatchSize size(int streams) {
        return new BatchSize(streams, streams, () -> 0);
    }

    private FakeTurn turn(String name) {
        return new FakeTurn(name, model, log);
    }
}
