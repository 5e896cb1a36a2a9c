package org.speakdraw.inference.diffusion;

import java.util.Locale;
import java.util.Optional;

/** What a UNet was trained to predict for {@code x = a z + b n}. Everything after it works with the noise n. */
enum PredictionType {
    /** The noise n. */
    EPSILON,
    /** The velocity {@code a n - b z} (Salimans and Ho, "Progressive distillation"). */
    V_PREDICTION,
    /** The clean latent z. */
    SAMPLE;

    static Optional<PredictionType> named(String name) {
        for (PredictionType type : values()) {
            if (type.name().toLowerCase(Locale.ROOT).equals(name)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /** Turns a prediction for {@code x} at the step into the noise, in place. */
    void toNoise(float[] prediction, float[] x, StepCoefficients step) {
        float a = step.a();
        float b = step.b();
        switch (this) {
            case EPSILON -> {}
            case V_PREDICTION -> {
                for (int i = 0; i < x.length; i++) {
                    prediction[i] = a * prediction[i] + b * x[i];
                }
            }
            case SAMPLE -> {
                for (int i = 0; i < x.length; i++) {
                    prediction[i] = (x[i] - a * prediction[i]) / b;
                }
            }
        }
    }
}
