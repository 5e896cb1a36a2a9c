package org.speakdraw.inference.diffusion;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one session carries from frame to frame: its noise, the frames still in flight with their tags, and the stock
 * noise of guidance without a second prediction, and where its prompt is gliding. Not thread-safe: only the
 * thread that denoises looks inside.
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
     * @param still    where its input stood still; null: not known, or of no use
     */
    record InFlight<T>(
            float[] estimate, @Nullable T tag, @Nullable InputStillness still) {}

    private final StreamNoise noise;
    private final Beginning beginning;

    private @Nullable LatentShape shape;
    /** Entry k - 1 is at step k; empty: nothing is known yet. */
    private List<InFlight<T>> inFlight = List.of();
    /** After the last frame, one entry a step; empty: not begun. */
    private List<float[]> stock = List.of();

    /** Of the last frame; null: there was none. */
    private @Nullable StreamParameters parameters;

    private @Nullable PromptGlide glide;
    /** Frames in a row with the parameters and the prompt of the last one. */
    private int unchanged;

    /** Of the last frame that came in; null: there is no smoothing. */
    private @Nullable InputStillness still;

    /** The latent that was shown last; null: there is no smoothing. */
    private float @Nullable [] shown;

    /** A session that has painted nothing yet. */
    public StreamState() {
        this(new SeededNoise(), Beginning.PRIMED);
    }

    StreamState(NoiseSource source, Beginning beginning) {
        this.noise = new StreamNoise(source);
        this.beginning = beginning;
    }

    /**
     * Whether the same input again would give the picture that came out last: neither prompt nor noise is on its way,
     * and no frame is in flight from before the last change. Pictures that differ are the caller's to see.
     */
    boolean settled() {
        StreamParameters last = parameters;
        return last != null && !last.freshNoise() && !last.walks() && unchanged >= last.steps();
    }

    /** Makes the state fit the parameters of the next frame, keeping everything they leave alone. */
    void prepare(StreamParameters next, LatentShape newShape) {
        if (!newShape.equals(shape) || inFlight.size() != next.steps() - 1) {
            inFlight = List.of();
            stock = List.of();
        }
        shape = newShape;
        noise.prepare(next, newShape);
    }

    /** Standard normal noise of a step; rows beyond the number of steps may exist. */
    float[] noise(int step) {
        return noise.row(step);
    }

    NoiseSource source() {
        return noise.source();
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

    /** Where the next frame's prompt is on its way to {@code target}. */
    PromptGlide glide(Conditioning target, int frames) {
        PromptGlide last = glide;
        return last == null ? PromptGlide.at(target) : last.next(target, frames);
    }

    /** A single picture was painted beside the stream. */
    void paintedBeside() {
        noise.advance();
    }

    /** Where the input of the next frame stands still. */
    InputStillness still(@Nullable InputPicture picture, LatentShape newShape, float smoothing) {
        return InputStillness.next(still, picture, newShape, smoothing);
    }

    /**
     * The next finished latent as it is shown: the mean with what was shown before, the more of it the stiller the
     * input is. After a change of the parameters or the prompt it follows at once, until that is through all steps.
     *
     * @param stillThere where the input of the frame it was made from stood still
     */
    float[] smoothed(float[] latent, @Nullable InputStillness stillThere, StreamParameters next, PromptGlide newGlide) {
        float[] before = shown;
        if (before == null
                || stillThere == null
                || before.length != latent.length
                || unchangedWith(next, newGlide) <= next.steps()) {
            return latent;
        }
        float[] cells = stillThere.cells();
        float[] smoothed = new float[latent.length];
        for (int i = 0; i < smoothed.length; i++) {
            float keep = next.continuity().smoothing() * cells[i % cells.length];
            smoothed[i] = latent[i] + keep * (before[i] - latent[i]);
        }
        return smoothed;
    }

    /** Takes over what a finished frame leaves behind. */
    void advance(DenoisingFrame.Outcome<T> outcome) {
        unchanged = unchangedWith(outcome.parameters(), outcome.glide());
        parameters = outcome.parameters();
        glide = outcome.glide();
        inFlight = List.copyOf(outcome.inFlight());
        stock = List.copyOf(outcome.stock());
        still = outcome.still();
        shown = outcome.still() == null ? null : outcome.latent();
        noise.advance();
    }

    /** Frames in a row, up to one more than there are steps, whose parameters and prompt are these. */
    private int unchangedWith(StreamParameters next, PromptGlide newGlide) {
        return next.equals(parameters) && newGlide.equals(glide) ? Math.min(unchanged, next.steps()) + 1 : 1;
    }
}
