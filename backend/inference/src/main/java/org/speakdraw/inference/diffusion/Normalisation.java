package org.speakdraw.inference.diffusion;

import com.fasterxml.jackson.databind.JsonNode;
import org.speakdraw.inference.Frame;

/**
 * How a network wants the channels of a picture, as Hugging Face's image processors write it: less the mean, divided by
 * the deviation. Immutable.
 */
final class Normalisation {

    private static final int CHANNELS = 3;

    /** Leaves 0..1. */
    static final Normalisation UNIT = new Normalisation(new double[] {0, 0, 0}, new double[] {1, 1, 1});

    /** To -1..1. */
    static final Normalisation SIGNED = new Normalisation(new double[] {0.5, 0.5, 0.5}, new double[] {0.5, 0.5, 0.5});

    private final double[] mean;
    private final double[] deviation;
    /** What every byte of a channel becomes: [channel][byte]. */
    private final float[][] values = new float[CHANNELS][256];

    /**
     * One number a channel; shares the arrays.
     *
     * @param mean      0..1
     * @param deviation above 0
     */
    Normalisation(double[] mean, double[] deviation) {
        this.mean = mean;
        this.deviation = deviation;
        for (int channel = 0; channel < CHANNELS; channel++) {
            for (int value = 0; value < 256; value++) {
                values[channel][value] = (float) ((value / 255.0 - mean[channel]) / deviation[channel]);
            }
        }
    }

    /** @param usual what the file does not say */
    static Normalisation read(BundleFiles files, String file, Normalisation usual) {
        JsonNode json = files.optionalJson(file);
        return new Normalisation(
                channels(files, file, json, "image_mean", usual.mean),
                channels(files, file, json, "image_std", usual.deviation));
    }

    private static double[] channels(BundleFiles files, String file, JsonNode json, String name, double[] usual) {
        JsonNode given = json.path(name);
        if (given.isMissingNode()) {
            return usual;
        }
        double[] channels = new double[CHANNELS];
        for (int i = 0; i < CHANNELS; i++) {
            channels[i] = given.path(i).asDouble(0);
        }
        if (given.size() != CHANNELS
                || (name.equals("image_std") && Math.min(channels[0], Math.min(channels[1], channels[2])) <= 0)) {
            throw files.broken(file, name + " is " + given);
        }
        return channels;
    }

    /** Planes red, green, blue: [3, height, width]. */
    float[] planes(Frame picture) {
        byte[] rgb = picture.rgb();
        int area = rgb.length / CHANNELS;
        float[] planes = new float[rgb.length];
        for (int channel = 0; channel < CHANNELS; channel++) {
            float[] of = values[channel];
            for (int pixel = 0; pixel < area; pixel++) {
                planes[channel * area + pixel] = of[rgb[CHANNELS * pixel + channel] & 0xFF];
            }
        }
        return planes;
    }
}
