package org.speakdraw.app.stream.painting;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.speakdraw.app.fairness.Throughput;
import org.speakdraw.app.stream.frames.FrameContext;
import org.speakdraw.app.stream.frames.FrameStages;
import org.speakdraw.app.stream.frames.FrameStages.Stage;
import org.speakdraw.app.stream.frames.PreparedSettings;
import org.speakdraw.app.stream.frames.ReadyFrame;
import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.SpeakDrawException;
import org.speakdraw.inference.diffusion.DiffusionBundle;
import org.speakdraw.inference.diffusion.Lane;
import org.speakdraw.inference.diffusion.StreamInput;
import org.speakdraw.inference.diffusion.StreamOutput;
import org.speakdraw.inference.diffusion.StreamState;
import org.speakdraw.inference.diffusion.Tick;
import org.speakdraw.inference.diffusion.TickResult;

/**
 * What an engine's thread does again and again: it takes at most the newest frame of each of its streams that are due,
 * runs them all through the networks in one tick, those of another bundle one after another, and hands the pictures on.
 * Whatever goes wrong ends a stream's frame and not the loop.
 *
 * <p>On a device that works on several ticks at once, the engine's thread encodes a tick's frames while the one before is
 * denoised and the one before that decoded, on threads of their own; else it does all of it itself.
 */
final class EngineLoop implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(EngineLoop.class.getName());

    /** Parts of a tick, and so ticks that are worked on at once where the device does that. */
    private static final int PARTS = 3;

    private final String device;
    private final DiffusionBundle bundle;
    private final FrameStages stages;
    private final LongSupplier nanoTime;
    private final Lane denoising;
    private final Lane decoding;
    private volatile int failures;
    /** When the last tick was over; of whichever thread decodes. */
    private long lastEndNanos;

    /** What came of a frame; of several, the last of these counts. */
    private enum Outcome {
        /** It asked for what the networks cannot do. */
        REFUSED,
        /** The networks did not work. */
        FAILED,
        /** One of several, after they had been refused or had failed together. */
        PARTLY_PAINTED,
        PAINTED
    }

    /**
     * A loop that has done nothing.
     *
     * @param device    of the engine
     * @param bundle    by whose ticks the device is measured
     * @param denoising has the second part of each tick, and is closed with this
     * @param decoding  has the last part, likewise
     */
    EngineLoop(
            String device,
            DiffusionBundle bundle,
            FrameStages stages,
            LongSupplier nanoTime,
            Lane denoising,
            Lane decoding) {
        this.device = device;
        this.bundle = bundle;
        this.stages = stages;
        this.nanoTime = nanoTime;
        this.denoising = denoising;
        this.decoding = decoding;
        this.lastEndNanos = nanoTime.getAsLong();
    }

    /**
     * Takes the frames of all {@code due} streams, which are painted now or soon, and measures.
     *
     * @param limit      of {@code due}
     * @param size       of ticks
     * @param throughput learns from it
     */
    void tick(List<Turn> due, int limit, BatchSize size, Throughput throughput) {
        long start = nanoTime.getAsLong();
        List<Taken> taken = take(due);
        Map<Model, List<Taken>> byModel =
                taken.stream().collect(groupingBy(each -> each.turn().model(), LinkedHashMap::new, toList()));
        boolean measurable = byModel.keySet().stream().allMatch(this::isOwn) && !taken.isEmpty();
        if (!measurable && !due.isEmpty()) {
            size.notMeasurable();
        }
        byModel.forEach((model, group) -> begin(new Batch(model, group, start), painted -> {
            long end = nanoTime.getAsLong();
            boolean alone = start - lastEndNanos >= 0;
            long nanos = alone ? end - start : end - lastEndNanos;
            lastEndNanos = end;
            if (!measurable) {
                return;
            }
            if (!painted) {
                size.notMeasurable();
                return;
            }
            throughput.worked(cost(group), Math.max(1, nanos), share(rows(group), limit, alone));
            size.worked(limit, rows(group), cost(group), nanos);
        }));
    }

    /**
     * How much of what the device can have under way at once it had. A tick that is not full says nothing of how many more
     * there were: it may have begun a moment before the last one ended.
     */
    private double share(int rows, int limit, boolean alone) {
        double ofTick = Math.min(1, (double) rows / limit);
        return decoding.isBeside() && (alone || rows < limit) ? ofTick / PARTS : ofTick;
    }

    /** Ticks of the engine's own bundle since the last one in which a picture was painted, or {@link #trust}. */
    int failures() {
        return failures;
    }

    /** The networks have proved to work. */
    void trust() {
        failures = 0;
    }

    /** Waits until all ticks are over. */
    void drain() {
        denoising.await();
        decoding.await();
    }

    /** Likewise. */
    @Override
    public void close() {
        try {
            denoising.close();
        } finally {
            decoding.close();
        }
    }

    private boolean isOwn(Model model) {
        return model.bundle() == bundle;
    }

    private List<Taken> take(List<Turn> due) {
        List<Taken> taken = new ArrayList<>(due.size());
        for (Turn turn : due) {
            try {
                turn.take().ifPresent(frame -> {
                    stages.record(Stage.WAIT, nanoTime.getAsLong() - frame.readyNanos());
                    taken.add(new Taken(turn, turn.state(), frame));
                });
            } catch (Throwable e) {
                fail(turn, e);
            }
        }
        return taken;
    }

    private static int rows(List<Taken> painted) {
        return painted.stream()
                .mapToInt(each -> each.frame().settings().parameters().rows())
                .sum();
    }

    private static long cost(List<Taken> painted) {
        return painted.stream()
                .mapToLong(each -> each.frame().settings().cost())
                .sum();
    }

    /** Frames of one model in one tick. */
    private record Batch(Model model, List<Taken> group, long startNanos) {

        List<StreamInput<FrameContext>> inputs() {
            return group.stream().map(Taken::toInput).toList();
        }
    }

    /** @param done is told when all is over, whether all of it was painted */
    private void begin(Batch batch, Consumer<Boolean> done) {
        Tick<FrameContext> tick;
        try {
            tick = batch.model().encode(device, batch.inputs());
        } catch (Throwable e) {
            denoising.hand(() -> alone(batch, e, done));
            return;
        }
        denoising.hand(() -> {
            try {
                tick.denoise();
            } catch (Throwable e) {
                alone(batch, e, done);
                return;
            }
            decoding.hand(() -> over(batch, decode(batch, tick), done));
        });
    }

    /** The streams have advanced already, and may be in the next tick: nothing is tried again. */
    private Outcome decode(Batch batch, Tick<FrameContext> tick) {
        try {
            TickResult<FrameContext> result = tick.decode();
            deliver(batch, result);
            return result.failures().isEmpty() ? Outcome.PAINTED : Outcome.PARTLY_PAINTED;
        } catch (Throwable e) {
            batch.group().forEach(each -> refuse(each, e));
            return Outcome.FAILED;
        }
    }

    /** Finds out whose frame it was that the networks refused; the others get their pictures. */
    private void alone(Batch batch, Throwable reason, Consumer<Boolean> done) {
        // Earlier pictures come out first.
        decoding.await();
        Outcome outcome = batch.group().size() == 1
                ? refuse(batch.group().get(0), reason)
                : batch.group().stream()
                        .map(each -> alone(new Batch(batch.model(), List.of(each), batch.startNanos())))
                        .max(Comparator.naturalOrder())
                        .orElseThrow();
        over(batch, outcome, done);
    }

    private Outcome alone(Batch one) {
        try {
            Tick<FrameContext> tick = one.model().encode(device, one.inputs());
            tick.denoise();
            deliver(one, tick.decode());
            return Outcome.PARTLY_PAINTED;
        } catch (Throwable e) {
            return refuse(one.group().get(0), e);
        }
    }

    private static Outcome refuse(Taken frame, Throwable reason) {
        SpeakDrawException known = known(reason);
        tell(frame.turn(), known);
        return known.code() == InferenceError.MODEL_FAILED ? Outcome.FAILED : Outcome.REFUSED;
    }

    private void deliver(Batch batch, TickResult<FrameContext> result) {
        long nanos = nanoTime.getAsLong() - batch.startNanos();
        var timings = result.timings();
        stages.record(Stage.MODELS, timings.encodeNanos() + timings.denoiseNanos() + timings.decodeNanos());
        stages.record(Stage.TICK, nanos);
        for (int i = 0; i < batch.group().size(); i++) {
            InferenceException failure = result.failures().get(i);
            if (failure != null) {
                refuse(batch.group().get(i), failure);
            } else {
                batch.group().get(i).deliver(result.outputs(), result.settled().get(i), nanos);
            }
        }
    }

    private void over(Batch batch, Outcome outcome, Consumer<Boolean> done) {
        if (isOwn(batch.model()) && outcome != Outcome.REFUSED) {
            failures = outcome == Outcome.FAILED ? failures + 1 : 0;
        }
        done.accept(outcome == Outcome.PAINTED);
    }

    private static void fail(Turn turn, Throwable reason) {
        tell(turn, known(reason));
    }

    private static void tell(Turn turn, SpeakDrawException reason) {
        try {
            turn.failed(reason);
        } catch (Throwable e) {
            LOG.log(System.Logger.Level.ERROR, "A stream could not be told of its failure", e);
        }
    }

    private static SpeakDrawException known(Throwable reason) {
        if (reason instanceof SpeakDrawException known) {
            return known;
        }
        LOG.log(System.Logger.Level.ERROR, "A tick failed", reason);
        return new InferenceException(InferenceError.MODEL_FAILED, "The picture failed.", reason);
    }

    /** One stream's frame in a tick. */
    private record Taken(Turn turn, StreamState<FrameContext> state, ReadyFrame frame) {

        StreamInput<FrameContext> toInput() {
            PreparedSettings settings = frame.settings();
            return new StreamInput<>(
                    state, settings.parameters(), settings.conditioning(), frame.picture(), frame.context());
        }

        void deliver(List<StreamOutput<FrameContext>> outputs, boolean settled, long nanos) {
            try {
                turn.advanced(frame.settings(), settled);
                for (StreamOutput<FrameContext> output : outputs) {
                    if (output.state() == state) {
                        turn.painted(output, nanos);
                    }
                }
            } catch (Throwable e) {
                fail(turn, e);
            }
        }
    }
}
