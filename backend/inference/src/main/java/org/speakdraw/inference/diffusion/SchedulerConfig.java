package org.speakdraw.inference.diffusion;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.IntToDoubleFunction;

/**
 * What {@code scheduler/scheduler_config.json} says about the noise a UNet was trained on; the names are diffusers'.
 *
 * @param alphasCumprod share of the picture's variance left at each training timestep, falling
 * @param prediction    what the UNet predicts
 */
record SchedulerConfig(double[] alphasCumprod, PredictionType prediction) {

    private static final String FILE = "scheduler/scheduler_config.json";
    /** What the last timestep keeps of the picture when it ought to keep nothing: sums stay finite (as in diffusers). */
    private static final double NEARLY_NOTHING = 0x1p-24;

    static SchedulerConfig read(BundleFiles files) {
        JsonNode json = files.json(FILE);
        int steps = json.path("num_train_timesteps").asInt(1000);
        if (steps < TimestepSelection.GRID || steps > 100_000) {
            throw files.broken(FILE, "num_train_timesteps is " + steps);
        }
        String type = json.path("prediction_type").asText("epsilon");
        if (type.startsWith("flow") || json.path("_class_name").asText("").startsWith("FlowMatch")) {
            throw files.broken(FILE, "the model learned flow matching, not to take noise away; that is not supported");
        }
        PredictionType prediction =
                PredictionType.named(type).orElseThrow(() -> files.broken(FILE, "prediction_type is " + type));
        double[] alphas = new double[steps];
        IntToDoubleFunction beta = beta(files, json, steps);
        double product = 1;
        for (int t = 0; t < steps; t++) {
            product *= 1 - beta.applyAsDouble(t);
            alphas[t] = product;
        }
        if (!(product > 1e-6) || alphas[0] >= 1) {
            throw files.broken(FILE, "the last timestep leaves nothing of the picture, which is not supported");
        }
        if (json.path("rescale_betas_zero_snr").asBoolean(false)) {
            if (prediction == PredictionType.EPSILON) {
                throw files.broken(
                        FILE,
                        "rescale_betas_zero_snr makes the last timestep noise alone, of which a UNet that predicts"
                                + " noise (prediction_type epsilon) says nothing");
            }
            endInNoise(alphas);
        }
        return new SchedulerConfig(alphas, prediction);
    }

    /**
     * Moves a schedule so that its last timestep is noise alone (Lin et al., "Common diffusion noise schedules and
     * sample steps are flawed", algorithm 1).
     */
    private static void endInNoise(double[] alphas) {
        double first = Math.sqrt(alphas[0]);
        double last = Math.sqrt(alphas[alphas.length - 1]);
        for (int t = 0; t < alphas.length; t++) {
            alphas[t] = Math.max(NEARLY_NOTHING, square((Math.sqrt(alphas[t]) - last) * first / (first - last)));
        }
    }

    private static IntToDoubleFunction beta(BundleFiles files, JsonNode json, int steps) {
        JsonNode trained = json.path("trained_betas");
        if (trained.isArray() && trained.size() == steps) {
            return t -> trained.get(t).asDouble();
        }
        double first = json.path("beta_start").asDouble(0.00085);
        double last = json.path("beta_end").asDouble(0.012);
        String name = json.path("beta_schedule").asText("scaled_linear");
        return switch (name) {
            case "linear" -> t -> between(first, last, t, steps);
            case "scaled_linear" -> t -> square(between(Math.sqrt(first), Math.sqrt(last), t, steps));
            default -> throw files.broken(FILE, "beta_schedule is " + name);
        };
    }

    private static double between(double first, double last, int t, int steps) {
        return first + (last - first) * t / (steps - 1);
    }

    private static double square(double value) {
        return value * value;
    }
}
