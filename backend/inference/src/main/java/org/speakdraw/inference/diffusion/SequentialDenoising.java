package org.speakdraw.inference.diffusion;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One frame through all its steps, one UNet call after another: no frames in flight, S times the wait. For single
 * pictures, where nothing comes after that would push a frame through. Every step keeps its own fixed noise; the
 * reference's sequential mode noises a frame with the previous noisy frame, so that its noise grows.
 */
final class SequentialDenoising {

    private final UNet unet;
    private final LcmSchedule schedule;
    private final PredictionType prediction;

    SequentialDenoising(UNet unet, LcmSchedule schedule, PredictionType prediction) {
        this.unet = unet;
        this.schedule = schedule;
        this.prediction = prediction;
    }

    /**
     * The finished latent. Leaves the frames in flight alone.
     *
     * @param latent of the input's picture as the UNet takes it; null where it has none
     */
    float[] denoise(StreamInput<?> input, LatentShape shape, float @Nullable [] latent) {
        StreamParameters parameters = input.parameters();
        StreamState<?> state = input.state();
        state.prepare(parameters, shape);
        List<StepCoefficients> steps = schedule.at(parameters.tIndexList());
        float[] x = latent != null
                ? steps.get(0).noised(latent, state.noise(0), new float[shape.size()])
                : state.source().start().orElseGet(() -> state.noise(0));
        float[] stock = state.noise(0);
        for (int k = 0; ; k++) {
            StepCoefficients step = steps.get(k);
            boolean asksNegative = parameters.guided()
                    && (parameters.cfgType() == CfgType.FULL || (parameters.cfgType() == CfgType.INITIALIZE && k == 0));
            List<float[]> predictions = predict(input, shape, step, x, asksNegative);
            float[] eps = predictions.get(predictions.size() - 1);
            if (asksNegative && parameters.cfgType() == CfgType.INITIALIZE) {
                stock = predictions.get(0);
            }
            if (parameters.guided()) {
                boolean full = parameters.cfgType() == CfgType.FULL;
                eps = Guidance.guided(
                        eps,
                        full ? 1 : parameters.delta(),
                        full ? predictions.get(0) : stock,
                        parameters.guidanceScale(),
                        eps);
            }
            float[] estimate = step.denoised(x, eps, new float[x.length]);
            if (k == steps.size() - 1) {
                state.paintedBeside();
                return estimate;
            }
            StepCoefficients next = steps.get(k + 1);
            stock = Guidance.nextStock(step, stock, eps, state.noise(k + 1), next.a(), next.b(), new float[x.length]);
            x = parameters.addNoise()
                    ? next.noised(estimate, state.noise(k + 1), estimate)
                    : next.scaled(estimate, estimate);
        }
    }

    /** Noise predictions, the one with the negative prompt first if it is asked for. */
    private List<float[]> predict(
            StreamInput<?> input, LatentShape shape, StepCoefficients step, float[] x, boolean asksNegative) {
        List<UNetRow> rows = new ArrayList<>();
        if (asksNegative) {
            rows.add(input.conditioning().negativeRow(x, step).heeding(input));
        }
        rows.add(input.conditioning().promptRow(x, step).heeding(input));
        List<float[]> predictions = unet.predict(rows, shape, new TickMemory());
        predictions.forEach(values -> prediction.toNoise(values, x, step));
        return predictions;
    }
}
