package org.speakdraw.inference.diffusion;

import com.fasterxml.jackson.databind.JsonNode;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.imaging.Resampler;
import org.speakdraw.inference.imaging.Resampler.Kernel;

/**
 * An image as CLIP's image encoder takes it, as Hugging Face's {@code CLIPImageProcessor} prepares it: the shorter side
 * brought to the encoder's, the middle cut out, each channel normalised.
 *
 * @param side      of the square, in pixels
 * @param mean      of the channels, 0..1
 * @param deviation of the channels
 */
record ImagePreparation(int side, double[] mean, double[] deviation) {

    private static final String FILE = "feature_extractor/preprocessor_config.json";
    private static final double[] CLIP_MEAN = {0.48145466, 0.4578275, 0.40821073};
    private static final double[] CLIP_DEVIATION = {0.26862954, 0.26130258, 0.27577711};
    /** What is longer than so many squares is cut first: resizing all of it could take any amount of memory. */
    private static final int LONGEST = 4;

    /** @param side that the encoder's graph takes */
    static ImagePreparation read(BundleFiles files, int side) {
        JsonNode json = files.optionalJson(FILE);
        return new ImagePreparation(
                side,
                channels(files, json, "image_mean", CLIP_MEAN),
                channels(files, json, "image_std", CLIP_DEVIATION));
    }

    private static double[] channels(BundleFiles files, JsonNode json, String name, double[] usual) {
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
            throw files.broken(FILE, name + " is " + given);
        }
        return channels;
    }

    /** Planes red, green, blue: [3, side, side]. */
    float[] planes(Frame image) {
        Frame bounded = middle(
                image,
                Math.min(image.width(), LONGEST * image.height()),
                Math.min(image.height(), LONGEST * image.width()));
        int shorter = Math.min(bounded.width(), bounded.height());
        Frame resized = Resampler.resize(
                bounded,
                (int) ((long) side * bounded.width() / shorter),
                (int) ((long) side * bounded.height() / shorter),
                Kernel.BICUBIC);
        byte[] rgb = middle(resized, side, side).rgb();
        float[] planes = new float[3 * side * side];
        for (int i = 0; i < rgb.length; i++) {
            int channel = i % 3;
            planes[channel * side * side + i / 3] =
                    (float) (((rgb[i] & 0xFF) / 255.0 - mean[channel]) / deviation[channel]);
        }
        return planes;
    }

    private static Frame middle(Frame frame, int width, int height) {
        if (frame.width() == width && frame.height() == height) {
            return frame;
        }
        int left = (frame.width() - width) / 2;
        int top = (frame.height() - height) / 2;
        byte[] part = new byte[3 * width * height];
        for (int row = 0; row < height; row++) {
            System.arraycopy(frame.rgb(), 3 * ((top + row) * frame.width() + left), part, 3 * row * width, 3 * width);
        }
        return new Frame(width, height, part);
    }
}
