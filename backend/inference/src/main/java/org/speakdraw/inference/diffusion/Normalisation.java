package org.speakdraw.inference.diffusion;

import com.fasterxml.jackson.databind.JsonNode;
import org.speakdraw.inference.Frame;

/**
 * How a network wants the channels of a picture, as Hugging Face's image processors write it: less the mean, divided by
 * the deviation.
 *
 * @param mean      of the channels, 0..1
 * @param deviation of the channels, above 0
 */
record Normalisation(double[] mean, double[] deviation) {

    /** Leaves 0..1. */
    static final Normalisation UNIT = new Normalisation(new double[] {0, 0, 0}, new double[] {1, 1, 1});

    /** To -1..1. */
    static final Normalisation SIGNED = new Normalisation(new double[] {0.5, 0.5, 0.5}, new double[] {0.5, 0.5, 0.5});

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
        double[] channels = new double[3];
        for (int i = 0; i < 3; i++) {
            channels[i] = given.path(i).asDouble(0);
        }
        if (given.size() != 3
                || (name.equals("image_std") && Math.min(channels[0], Math.min(channels[1], channels[2])) <= 0)) {
            throw files.broken(file, name + " is " + given);
        }
        return channels;
    }

    /** Planes red, green, blue: [3, height, width]. */
    float[] planes(Frame picture) {
        byte[] rgb = picture.rgb();
        int area = rgb.length / 3;
        float[] planes = new float[rgb.length];
        for (int i = 0; i < rgb.length; i++) {
            int channel = i % 3;
            planes[channel * area + i / 3] = (float) (((rgb[i] & 0xFF) / 255.0 - mean[channel]) / deviation[channel]);
        }
        return planes;
    }
}
