package org.speakdraw.app.stream.painting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.fairness.Throughput;
import org.speakdraw.app.stream.TestStreams;
import org.speakdraw.app.stream.frames.FrameContext;
import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.diffusion.Lane;
import org.speakdraw.inference.diffusion.StreamInput;
import org.speakdraw.inference.diffusion.Tick;
import org.speakdraw.inference.diffusion.TickResult;

/** Ticks without a thread, a network or a real clock. */
class EngineLoopTest {

    private static final double MEASURED_AT_START = 1e6;

    private final List<String> log = FakeTurn.newLog();
    private final FakeModel model = new FakeModel();
    private final AtomicLong nanos = new AtomicLong();
    private final Throughput throughput = new Throughput(MEASURED_AT_START);
    private final EngineLoop loop =
            new EngineLoop("cpu", TestStreams.BUNDLE, TestStreams.stages(), nanos::get, Lane.direct(), Lane.direct());

    @Test
    void paintsAllThatAreDueInOneTick() {
        loop.tick(List.of(turn("a"), turn("b"), turn("c")), 4, size(4), throughput);
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
        loop.tick(List.of(), 4, size(4), throughput);
        assertThat(model.batches()).isEmpty();
        assertThat(throughput.costPerSecond()).isEqualTo(MEASURED_AT_START);
    }

    @Test
    void leavesOutWhoeverHasNoFrameAnyMore() {
        loop.tick(List.of(turn("a").empty(), turn("b")), 4, size(4), throughput);
        assertThat(model.batches()).containsExactly(1);
        assertThat(log).containsExactly("a taken", "b taken", "b advanced", "b painted");
    }

    @Test
    void paintsThoseOfAnotherModelInATickOfTheirOwn() {
        FakeModel guest = new FakeModel();
        loop.tick(List.of(turn("a"), new FakeTurn("guest", guest, log), turn("b")), 4, size(4), throughput);
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
        loop.tick(List.of(turn("a"), bad, turn("b")), 4, size(4), throughput);
        assertThat(model.batches()).containsExactly(3, 1, 1, 1);
        assertThat(log).contains("a painted", "b painted", "bad failed: size-unsupported");
        assertThat(log).doesNotContain("bad advanced");
    }

    @Test
    void anErrorInTheNetworksEndsTheFramesAndNotTheLoop() {
        model.before(inputs -> {
            throw new OutOfMemoryError("as good as");
        });
        loop.tick(List.of(turn("a"), turn("b")), 4, size(4), throughput);
        assertThat(log).contains("a failed: model-failed", "b failed: model-failed");
        model.before(inputs -> {});
        log.clear();
        loop.tick(List.of(turn("a")), 4, size(4), throughput);
        assertThat(log).contains("a painted");
    }

    @Test
    void anErrorInOneStreamLeavesTheOthersTheirPictures() {
        FakeTurn broken = turn("broken").breaking(new StackOverflowError());
        loop.tick(List.of(broken, turn("a")), 4, size(4), throughput);
        assertThat(log).contains("broken failed: model-failed", "a painted");
    }

    @Test
    void learnsFromTicksThatAreNotFullHowMuchItCanBeAtMost() {
        BatchSize size = size(2);
        model.before(inputs -> nanos.addAndGet(1_000_000_000));
        for (int tick = 0; tick < 100; tick++) {
            loop.tick(List.of(turn("a")), 2, size, throughput);
        }
        assertThat(throughput.costPerSecond())
                .as("two take as long as one at least")
                .isCloseTo(2.0 * FakeTurn.SETTINGS.cost(), Percentage.withPercentage(1));
        throughput.atLeast(MEASURED_AT_START);
        for (int tick = 0; tick < 100; tick++) {
            loop.tick(List.of(turn("a"), turn("b")), 2, size, throughput);
        }
        assertThat(throughput.costPerSecond()).isCloseTo(2.0 * FakeTurn.SETTINGS.cost(), Percentage.withPercentage(1));
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
        loop.tick(List.of(turn("a"), bad), 2, size(2), throughput);
        assertThat(throughput.costPerSecond()).isEqualTo(MEASURED_AT_START);
        assertThat(log).contains("a painted");
    }

    @Test
    void encodesTheNextTickWhileOneIsDenoisedAndTheOneBeforeIsDecoded() {
        CyclicBarrier together = new CyclicBarrier(3);
        Model overlapping = new SteppedModel(together);
        try (EngineLoop beside = overlapping()) {
            for (String name : List.of("a", "b", "c")) {
                beside.tick(List.of(new FakeTurn(name, overlapping, log)), 1, size(1), throughput);
            }
        }
        // The barrier lets nobody through unless three are at it: one in each part.
        assertThat(log)
                .containsSubsequence("a painted", "b painted", "c painted")
                .containsSubsequence("c taken", "a painted");
    }

    @Test
    void whatFailsBesideOthersLeavesThemTheirPicturesInTheirOrder() {
        FakeTurn bad = turn("bad");
        model.before(inputs -> {
            if (inputs.stream().anyMatch(input -> input.state() == bad.state())) {
                throw new InferenceException(InferenceError.SIZE_UNSUPPORTED, "no such size");
            }
        });
        try (EngineLoop beside = overlapping()) {
            beside.tick(List.of(turn("a")), 2, size(2), throughput);
            beside.tick(List.of(turn("b"), bad), 2, size(2), throughput);
            beside.tick(List.of(turn("c")), 2, size(2), throughput);
        }
        assertThat(log).containsSubsequence("a painted", "b painted", "bad failed: size-unsupported", "c painted");
    }

    @Test
    void picturesThatCannotBeDecodedAreOnesOfTheirOwnTickOnly() {
        Model undecodable = new FakeModel() {
            @Override
            public Tick<FrameContext> encode(String device, List<StreamInput<FrameContext>> inputs) {
                return new Tick<>() {
                    @Override
                    public void denoise() {}

                    @Override
                    public TickResult<FrameContext> decode() {
                        throw new InferenceException(InferenceError.MODEL_FAILED, "out of memory");
                    }
                };
            }
        };
        try (EngineLoop beside = overlapping()) {
            beside.tick(
                    List.of(new FakeTurn("a", undecodable, log), new FakeTurn("b", undecodable, log)),
                    2,
                    size(2),
                    throughput);
            beside.drain();
            assertThat(beside.failures()).isEqualTo(1);
            beside.tick(List.of(turn("c")), 2, size(2), throughput);
        }
        assertThat(log).contains("a failed: model-failed", "b failed: model-failed", "c painted");
    }

    @Test
    void picturesOfASizeThatCannotBeDecodedLeaveTheOthersTheirs() {
        Model half = new FakeModel() {
            @Override
            public Tick<FrameContext> encode(String device, List<StreamInput<FrameContext>> inputs) {
                return FakeModel.black(
                        inputs,
                        () -> {},
                        Map.of(0, new InferenceException(InferenceError.MODEL_FAILED, "out of memory")));
            }
        };
        loop.tick(List.of(new FakeTurn("a", half, log), new FakeTurn("b", half, log)), 2, size(2), throughput);
        assertThat(log).contains("a failed: model-failed", "b painted").doesNotContain("a painted");
        assertThat(loop.failures()).isZero();
    }

    /** How long a tick takes says little of how many are worked on at once. */
    @Test
    void takesATickThatIsAloneForAThirdOfWhatADeviceDoesThatWorksOnSeveral() {
        assertThat(measuredByTicksOfASecond(1, 0))
                .isCloseTo(3.0 * FakeTurn.SETTINGS.cost(), Percentage.withPercentage(1));
    }

    @Test
    void takesATickThatIsNotFullForNoMoreWhereItBeganAMomentBeforeTheLastOneEnded() {
        assertThat(measuredByTicksOfASecond(2, 100_000_000)).isEqualTo(4.0 * FakeTurn.SETTINGS.cost());
    }

    /**
     * What four frames a second become by a hundred ticks of one.
     *
     * @param beganBefore nanoseconds before the end of the one before
     */
    private double measuredByTicksOfASecond(int limit, long beganBefore) {
        model.before(inputs -> nanos.addAndGet(1_000_000_000));
        Throughput measured = new Throughput(4.0 * FakeTurn.SETTINGS.cost());
        try (EngineLoop beside = overlapping()) {
            for (int tick = 0; tick < 100; tick++) {
                beside.tick(List.of(turn("a")), limit, size(limit), measured);
                beside.drain();
                nanos.addAndGet(-beganBefore);
            }
        }
        return measured.costPerSecond();
    }

    private EngineLoop overlapping() {
        return new EngineLoop(
                "cuda:0",
                TestStreams.BUNDLE,
                TestStreams.stages(),
                nanos::get,
                Lane.beside(Thread::new, "denoising"),
                Lane.beside(Thread::new, "decoding"));
    }

    /** Whose first decoding, second denoising and third encoding wait for each other. */
    private static final class SteppedModel extends FakeModel {

        private final CyclicBarrier together;
        private int ticks;

        SteppedModel(CyclicBarrier together) {
            this.together = together;
        }

        @Override
        public Tick<FrameContext> encode(String device, List<StreamInput<FrameContext>> inputs) {
            int number = ++ticks;
            meetIf(number == 3);
            Tick<FrameContext> tick = super.encode(device, inputs);
            return new Tick<>() {
                @Override
                public void denoise() {
                    meetIf(number == 2);
                    tick.denoise();
                }

                @Override
                public TickResult<FrameContext> decode() {
                    meetIf(number == 1);
                    return tick.decode();
                }
            };
        }

        private void meetIf(boolean here) {
            if (here) {
                try {
                    together.await(10, TimeUnit.SECONDS);
                } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
                    throw new IllegalStateException("the others were not there", e);
                }
            }
        }
    }

    private static BatchSize size(int streams) {
        return new BatchSize(streams, streams, () -> 0);
    }

    private FakeTurn turn(String name) {
        return new FakeTurn(name, model, log);
    }
}
