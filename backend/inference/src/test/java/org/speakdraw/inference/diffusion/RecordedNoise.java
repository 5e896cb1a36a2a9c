package org.speakdraw.inference.diffusion;

import java.util.Optional;
import java.util.function.IntFunction;
import org.speakdraw.inference.golden.Numpy;

/** The noise of a recorded run, frame by frame. */
final class RecordedNoise implements NoiseSource {

    private final Numpy trace;
    private final int frameBuffer;
    private final boolean sequential;
    private int frame;

    RecordedNoise(Numpy trace, int frameBuffer, boolean sequential) {
        this.trace = trace;
        this.frameBuffer = frameBuffer;
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
        // The reference overwrites its noise with the noisy frame, so that the next one is noised with it.
        if (row == 0) {
            return frame == 0
                    ? trace.get("init_noise").at(0).floats()
                    : trace.get("x_t_latent").at(frame - 1).floats();
        }
        int renoisings = trace.get("sub_timesteps").shape()[0] - 1;
        return trace.get("randn_like").at(frame * renoisings + row - 1).floats();
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
        if (frameBuffer != 1 && trace.has(name)) {
            throw new IllegalStateException("no recording mixes " + name + " with a frame buffer");
        }
        return trace.has(name) ? Optional.of(values.apply(frame)) : Optional.empty();
    }
}
