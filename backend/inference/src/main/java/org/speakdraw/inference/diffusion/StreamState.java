package org.speakdraw.inference.diffusion;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one session carries from frame to frame: its noise, the frames still in flight with their tags, and the stock
 * noise of guidance without a second prediction. Not thread-safe; only the engine thread looks inside.
 *
 * <p>In flight are clean estimates; they are noised again when their next step begins. So a changed seed, timestep
 * list or renoising setting takes effect at once and consistently, and only a change of shape or of the number of
 * steps starts over.
 *
 * @param <T> the caller's tag
 */
public final class StreamState<T> {

    /** How a stream without a past begins. */
    enum Beginning {
        /** With its first frame at all steps, so that the first output already shows it; stock noise is the noise. */
        PRIMED,
        /**
         * As StreamDiffusion does, for replays: with zeros in flight, with zero stock noise, and with a stock noise
         * that is never renewed when there is one step only.
         */
        ZEROS
    }

    /**
     * A frame between two steps.
     *
     * @param estimate its clean latent, as far as it is known
     * @param tag      the caller's; null: nobody's frame, only there because the stream has just begun
     */
    record InFlight<T>(float[] estimate, @Nullable T tag) {}

    private final NoiseSource source;
    private final Beginning beginning;

    private @Nullable LatentShape shape;
    private long seed;
    private long draw;
    private boolean drawn;
    private final List<float[]> noise = new ArrayList<>();
    /** Entry k - 1 is at step k; empty: nothing is known yet. */
    private List<InFlight<T>> inFlight = List.of();
    /** After the last frame, one entry a step; empty: not begun. */
    private List<float[]> stock = List.of();

    /** A session that has painted nothing yet. */
    public StreamState() {
        this(new SeededNoise(), Beginning.PRIMED);
    }

    StreamState(NoiseSource source, Beginning beginning) {
        this.source = source;
        this.beginning = beginning;
    }

    /** Makes the state fit the parameters of the next frame, keeping everything they leave alone. */
    void prepare(StreamParameters parameters, LatentShape newShape) {
        int steps = parameters.steps();
        boolean reshaped = !newShape.equals(shape);
        if (reshaped || inFlight.size() != steps - 1) {
            inFlight = List.of();
            stock = List.of();
        }
        if (parameters.freshNoise()) {
            draw++;
        } else if (draw != 0) {
            draw = 0;
            drawn = false;
        }
        if (reshaped || parameters.freshNoise() || parameters.seed() != seed || !drawn) {
            noise.clear();
        }
        shape = newShape;
        seed = parameters.seed();
        drawn = true;
        while (noise.size() < steps) {
            noise.add(source.initial(seed, draw, noise.size(), newShape.size()));
        }
    }

    /** Standard normal noise of a step; rows beyond the number of steps may exist. */
    float[] noise(int step) {
        return noise.get(step);
    }

    NoiseSource source() {
        return source;
    }

    Beginning beginning() {
        return beginning;
    }

    List<InFlight<T>> inFlight() {
        return inFlight;
    }

    List<float[]> stock() {
        return stock;
    }

    /** Takes over what a finished frame leaves behind. */
    void advance(List<InFlight<T>> newInFlight, List<float[]> newStock) {
        inFlight = List.copyOf(newInFlight);
        stock = List.copyOf(newStock);
    }
}
