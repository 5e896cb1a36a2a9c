package org.speakdraw.inference.diffusion;

import java.util.Optional;
import java.util.function.IntFunction;
import org.speakdraw.inference.golden.Numpy;

/** The noise of one row of a recorded run's frame buffer, frame by frame. */
final class RecordedNoise implements NoiseSource {

    private final Numpy trace;
    private final int index;
    private final boolean sequential;
    private int frame;

    RecordedNoise(Numpy trace, int index, boolean sequential) {
        this.trace = trace;
        this.index = index;
        this.sequential = sequential;
    }

    void frame(int number) {
        frame = number;
    }

    @Override
    public float[] initial(long seed, long draw, int row, int size) {
        if (!sequential) {
            return trace.get("init_noise").at(row).floats();
        }
        // The reference overwrites its noise with the noisy frames, and noises all of the next with the first of them.
        if (row == 0) {
            return frame == 0
                    ? trace.get("init_noise").at(0).floats()
                    : trace.get("x_t_latent").at(frame - 1).at(0).floats();
        }
        int renoisings = trace.get("sub_timesteps").shape()[0] - 1;
        return trace.get("randn_like")
                .at(frame * renoisings + row - 1)
                .at(index)
                .floats();
    }

    @Override
    public Optional<float[]> start() {
        return recorded(number -> trace.get("randn").at(number).floats(), "randn");
    }

    @Override
    public Optional<float[]> posterior() {
        return recorded(number -> trace.get("kl_noise").at(number).floats(), "kl_noise");
    }

    private Optional<float[]> recorded(IntFunction<float[]> values, String name) {
        if (index > 0 && trace.has(name)) {
            throw new IllegalStateException("no recording mixes " + name + " with a frame buffer");
        }
        return trace.has(name) ? Optional.of(values.apply(frame)) : Optional.empty();
    }
}
