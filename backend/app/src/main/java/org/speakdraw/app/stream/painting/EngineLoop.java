package org.speakdraw.app.stream.painting;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
import org.speakdraw.inference.diffusion.StreamInput;
import org.speakdraw.inference.diffusion.StreamOutput;
import org.speakdraw.inference.diffusion.TickResult;

/**
 * What an engine's thread does again and again: it takes at most the newest frame of each of its streams that are due,
 * runs them all through the networks in one tick, those of another bundle one after another, and hands the pictures on.
 * Whatever goes wrong ends a stream's frame and not the loop.
 */
final class EngineLoop {

    private static final System.Logger LOG = System.getLogger(EngineLoop.class.getName());

    private final String device;
    private final DiffusionBundle bundle;
    private final FrameStages stages;
    private final LongSupplier nanoTime;
    private int failures;

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
     * @param device of the engine
     * @param bundle by whose ticks the device is measured
     */
    EngineLoop(String device, DiffusionBundle bundle, FrameStages stages, LongSupplier nanoTime) {
        this.device = device;
        this.bundle = bundle;
        this.stages = stages;
        this.nanoTime = nanoTime;
    }

    /**
     * Paints the frames of all {@code due} streams, and measures.
     *
     * @param size       of ticks, which has limited {@code due}
     * @param throughput learns from full ticks
     */
    void tick(List<Turn> due, BatchSize size, Throughput throughput) {
        long start = nanoTime.getAsLong();
        Work done = paint(due);
        if (done.cost > 0) {
            long nanos = nanoTime.getAsLong() - start;
            if (done.rows >= size.limit()) {
                throughput.worked(done.cost, nanos);
            }
            size.worked(done.rows, done.cost, nanos);
        } else if (!due.isEmpty()) {
            size.notMeasurable();
        }
    }

    /** Ticks of the engine's own bundle since the last one in which a picture was painted, or {@link #trust}. */
    int failures() {
        return failures;
    }

    /** The networks have proved to work. */
    void trust() {
        failures = 0;
    }

    /** What a tick painted: UNet rows, and those times their pixels. */
    private record Work(int rows, long cost) {

        static final Work NOT_MEASURABLE = new Work(0, 0);
    }

    /** Not measurable when another bundle was at work, too, or a frame came to nothing. */
    private Work paint(List<Turn> due) {
        List<Taken> taken = new ArrayList<>(due.size());
        for (Turn turn : due) {
            try {
                turn.take().ifPresent(frame -> {
                    stages.record(Stage.WAIT, nanoTime.getAsLong() - frame.readyNanos());
                    taken.add(new Taken(turn, frame));
                });
            } catch (Throwable e) {
                fail(turn, e);
            }
        }
        Map<Model, List<Taken>> byModel =
                taken.stream().collect(groupingBy(each -> each.turn().model(), LinkedHashMap::new, toList()));
        boolean measurable = true;
        for (Map.Entry<Model, List<Taken>> each : byModel.entrySet()) {
            boolean own = each.getKey().bundle() == bundle;
            Outcome outcome = paint(each.getKey(), each.getValue());
            if (own && outcome != Outcome.REFUSED) {
                failures = outcome == Outcome.FAILED ? failures + 1 : 0;
            }
            measurable &= own && outcome == Outcome.PAINTED;
        }
        return measurable ? work(taken) : Work.NOT_MEASURABLE;
    }

    private static Work work(List<Taken> painted) {
        int rows = 0;
        long cost = 0;
        for (Taken each : painted) {
            rows += each.frame().settings().parameters().rows();
            cost += each.frame().settings().cost();
        }
        return new Work(rows, cost);
    }

    private Outcome paint(Model model, List<Taken> group) {
        long start = nanoTime.getAsLong();
        TickResult<FrameContext> result;
        try {
            result = model.advance(device, group.stream().map(Taken::toInput).toList());
        } catch (Throwable e) {
            if (group.size() == 1) {
                SpeakDrawException reason = known(e);
                tell(group.get(0).turn(), reason);
                return reason.code() == InferenceError.MODEL_FAILED ? Outcome.FAILED : Outcome.REFUSED;
            }
            // Finds out whose frame it was that the networks refused; the others get their pictures.
            Outcome best = group.stream()
                    .map(each -> paint(model, List.of(each)))
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
            return best == Outcome.PAINTED ? Outcome.PARTLY_PAINTED : best;
        }
        long nanos = nanoTime.getAsLong() - start;
        var timings = result.timings();
        stages.record(Stage.MODELS, timings.encodeNanos() + timings.denoiseNanos() + timings.decodeNanos());
        stages.record(Stage.TICK, nanos);
        for (Taken each : group) {
            each.deliver(result.outputs(), nanos);
        }
        return Outcome.PAINTED;
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
    private record Taken(Turn turn, ReadyFrame frame) {

        StreamInput<FrameContext> toInput() {
            PreparedSettings settings = frame.settings();
            return new StreamInput<>(
                    turn.state(), settings.parameters(), settings.conditioning(), frame.picture(), frame.context());
        }

        void deliver(List<StreamOutput<FrameContext>> outputs, long nanos) {
            try {
                turn.advanced(frame.settings());
                for (StreamOutput<FrameContext> output : outputs) {
                    if (output.state() == turn.state()) {
                        turn.painted(output, nanos);
                    }
                }
            } catch (Throwable e) {
                fail(turn, e);
            }
        }
    }
}
