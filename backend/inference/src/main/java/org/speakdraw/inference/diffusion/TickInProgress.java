package org.speakdraw.inference.diffusion;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What has become of a tick's inputs so far. */
final class TickInProgress<T> implements Tick<T> {

    /**
     * The inputs of one size.
     *
     * @param numbers  of them among all inputs
     * @param latents  in the same order; null where there is no picture
     * @param outcomes in the same order; none before they are denoised
     */
    record Group<T>(
            LatentShape shape, List<Integer> numbers, float[][] latents, List<DenoisingFrame.Outcome<T>> outcomes) {}

    private final DiffusionStream stream;
    private final List<StreamInput<T>> inputs;
    private final List<Group<T>> groups = new ArrayList<>();
    /** Of everything in it that does not outlive it. */
    private final TickMemory memory;

    /** By the numbers of the inputs. */
    private final Boolean[] settled;

    private TickTimings timings = TickTimings.NONE;

    TickInProgress(DiffusionStream stream, List<StreamInput<T>> inputs, TickMemory memory) {
        this.stream = stream;
        this.inputs = List.copyOf(inputs);
        this.memory = memory;
        this.settled = new Boolean[inputs.size()];
    }

    @Override
    public void denoise() {
        stream.denoise(this, outcome -> {});
    }

    @Override
    public TickResult<T> decode() {
        return stream.decode(this);
    }

    List<StreamInput<T>> inputs() {
        return inputs;
    }

    List<Group<T>> groups() {
        return groups;
    }

    TickMemory memory() {
        return memory;
    }

    /** All sessions advance. */
    void commit() {
        groups.forEach(group -> group.outcomes().forEach(DenoisingFrame.Outcome::commit));
        Arrays.setAll(settled, number -> inputs.get(number).state().settled());
    }

    List<Boolean> settled() {
        return List.of(settled);
    }

    TickTimings timings() {
        return timings;
    }

    void took(TickTimings more) {
        timings = timings.plus(more);
    }
}
