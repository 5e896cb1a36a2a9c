package org.speakdraw.inference.diffusion;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.speakdraw.inference.diffusion.StreamState.Beginning;
import org.speakdraw.inference.diffusion.StreamState.InFlight;

/**
 * One session's part of a tick: its new frame at the noisiest step and its frames in flight one step further, as UNet
 * rows, and what their predictions mean for it (Kodaira et al., "StreamDiffusion", section 3.1, the stream batch).
 * Changes the session's state only in {@link Outcome#commit}, so that a tick that fails leaves it as it was.
 */
final class DenoisingFrame<T> {

    /**
     * What a tick did for the session.
     *
     * @param parameters of this frame
     * @param glide    where the prompt was
     * @param still    where the input of the new frame stands still; null: there is no smoothing
     * @param latent   finished, as it is shown
     * @param tag      of the frame it was made from; null: of none, because the stream has only just begun
     * @param inFlight for the next tick
     * @param stock    for the next tick
     * @param eps      noise predictions after guidance, one a step
     * @param estimates clean latents, one a step
     */
    record Outcome<T>(
            StreamState<T> state,
            StreamParameters parameters,
            PromptGlide glide,
            @Nullable InputStillness still,
            float[] latent,
            @Nullable T tag,
            List<InFlight<T>> inFlight,
            List<float[]> stock,
            List<float[]> eps,
            List<float[]> estimates) {

        void commit() {
            state.advance(this);
        }
    }

    private final StreamInput<T> input;
    private final StreamParameters parameters;
    private final PredictionType prediction;
    private final TickMemory memory;
    private final int size;
    private final PromptGlide glide;
    private final @Nullable InputStillness still;
    private final List<StepCoefficients> steps;
    private final List<float[]> latents = new ArrayList<>();
    private final List<@Nullable T> tags = new ArrayList<>();
    private final List<@Nullable InputStillness> stills = new ArrayList<>();
    private final List<UNetRow> rows = new ArrayList<>();
    private final int negativeRows;

    /**
     * @param latent of the input's picture as the UNet takes it; null where it has none
     * @param shape  of every latent of this frame
     * @param memory for what this tick needs only
     */
    DenoisingFrame(
            StreamInput<T> input,
            LcmSchedule schedule,
            PredictionType prediction,
            LatentShape shape,
            float @Nullable [] latent,
            TickMemory memory) {
        this.input = input;
        this.memory = memory;
        this.size = shape.size();
        this.parameters = input.parameters();
        this.prediction = prediction;
        this.steps = schedule.at(parameters.tIndexList());
        input.state().prepare(parameters, shape);
        this.glide = input.state()
                .glide(input.conditioning(), parameters.continuity().transitionFrames());
        float smoothing = parameters.continuity().smoothing();
        this.still = smoothing > 0 ? input.state().still(input.picture(), shape, smoothing) : null;
        for (int k = 0; k < steps.size(); k++) {
            addLatent(k, latent);
        }
        negativeRows = parameters.rows() - steps.size();
        // Frames in flight heed the newest picture, as they heed the newest words.
        for (int k = 0; k < negativeRows; k++) {
            rows.add(glide.present().negativeRow(latents.get(k), steps.get(k)).heeding(input));
        }
        for (int k = 0; k < steps.size(); k++) {
            rows.add(glide.present().promptRow(latents.get(k), steps.get(k)).heeding(input));
        }
    }

    /** Rows with the negative prompt first, then one a step, noisiest first. */
    List<UNetRow> rows() {
        return rows;
    }

    /** @param predictions one for each of {@link #rows}; changed in place */
    Outcome<T> finish(List<float[]> predictions) {
        for (int i = 0; i < rows.size(); i++) {
            prediction.toNoise(
                    predictions.get(i), rows.get(i).latent(), rows.get(i).step());
        }
        List<float[]> stock = stockNoise();
        if (negativeRows > 0 && !stock.isEmpty()) {
            stock.set(0, predictions.get(0));
        }
        List<float[]> eps = new ArrayList<>();
        List<float[]> estimates = new ArrayList<>();
        List<float[]> nextStock = new ArrayList<>();
        for (int k = 0; k < steps.size(); k++) {
            float[] text = predictions.get(negativeRows + k);
            eps.add(parameters.guided() ? guided(k, text, predictions, stock) : text);
            // What is in flight, or shown before, is looked at again in the next tick.
            boolean kept = k < steps.size() - 1 || still != null;
            float[] estimate = kept ? new float[size] : memory.take(size);
            estimates.add(steps.get(k).denoised(latents.get(k), eps.get(k), estimate));
            if (!stock.isEmpty()) {
                nextStock.add(nextStock(k, stock.get(k), eps.get(k)));
            }
        }
        int last = steps.size() - 1;
        List<InFlight<T>> inFlight = new ArrayList<>();
        for (int k = 0; k < last; k++) {
            inFlight.add(new InFlight<>(estimates.get(k), tags.get(k), stills.get(k)));
        }
        float[] finished = input.state().smoothed(estimates.get(last), stills.get(last), parameters, glide);
        return new Outcome<>(
                input.state(), parameters, glide, still, finished, tags.get(last), inFlight, nextStock, eps, estimates);
    }

    private float[] guided(int k, float[] text, List<float[]> predictions, List<float[]> stock) {
        boolean predicted = stock.isEmpty();
        return Guidance.guided(
                text,
                predicted ? 1 : parameters.delta(),
                predicted ? predictions.get(k) : stock.get(k),
                parameters.guidanceScale(),
                memory.take(size));
    }

    private void addLatent(int k, float @Nullable [] picture) {
        StreamState<T> state = input.state();
        StepCoefficients step = steps.get(k);
        boolean begun = !state.inFlight().isEmpty();
        if (k == 0) {
            latents.add(
                    picture != null
                            ? step.noised(picture, state.noise(0), memory.take(size))
                            : state.source().start().orElseGet(() -> state.noise(0)));
            tags.add(input.tag());
            stills.add(still);
        } else if (begun) {
            InFlight<T> frame = state.inFlight().get(k - 1);
            latents.add(renoised(step, frame.estimate(), k));
            tags.add(frame.tag());
            stills.add(frame.still());
        } else if (state.beginning() == Beginning.ZEROS) {
            latents.add(new float[size]);
            tags.add(input.tag());
            stills.add(still);
        } else if (picture != null) {
            latents.add(renoised(step, picture, k));
            tags.add(input.tag());
            stills.add(still);
        } else {
            latents.add(state.noise(k));
            tags.add(null);
            stills.add(null);
        }
    }

    private float[] renoised(StepCoefficients step, float[] estimate, int k) {
        float[] x = memory.take(size);
        return parameters.addNoise() ? step.noised(estimate, input.state().noise(k), x) : step.scaled(estimate, x);
    }

    /** Stock noise of every step before this tick's predictions; empty where the kind of guidance has none. */
    private List<float[]> stockNoise() {
        if (parameters.cfgType() == CfgType.NONE || parameters.cfgType() == CfgType.FULL) {
            return List.of();
        }
        StreamState<T> state = input.state();
        boolean asReference = state.beginning() == Beginning.ZEROS;
        List<float[]> before = state.stock();
        if (before.isEmpty()) {
            before = new ArrayList<>();
            for (int k = 0; k < steps.size(); k++) {
                before.add(asReference ? new float[size] : state.noise(k + 1 < steps.size() ? k + 1 : 0));
            }
        }
        if (steps.size() == 1 && asReference) {
            return new ArrayList<>(before);
        }
        List<float[]> stock = new ArrayList<>();
        stock.add(state.noise(0));
        stock.addAll(before.subList(0, steps.size() - 1));
        return stock;
    }

    private float[] nextStock(int k, float[] stock, float[] eps) {
        int next = k + 1;
        return next < steps.size()
                ? Guidance.nextStock(
                        steps.get(k),
                        stock,
                        eps,
                        input.state().noise(next),
                        steps.get(next).a(),
                        steps.get(next).b(),
                        new float[size])
                : Guidance.nextStock(steps.get(k), stock, eps, input.state().noise(0), 1, 1, new float[size]);
    }
}
