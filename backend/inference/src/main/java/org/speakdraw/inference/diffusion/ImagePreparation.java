package org.speakdraw.inference.diffusion;

import org.speakdraw.inference.Frame;
import org.speakdraw.inference.imaging.Resampler;
import org.speakdraw.inference.imaging.Resampler.Kernel;

/**
 * An image as CLIP's image encoder takes it, as Hugging Face's {@code CLIPImageProcessor} prepares it: the shorter side
 * brought to the encoder's, the middle cut out, each channel normalised.
 *
 * @param side          of the square, in pixels
 * @param normalisation of its channels
 */
record ImagePreparation(int side, Normalisation normalisation) {

    private static final String FILE = "feature_extractor/preprocessor_config.json";
    private static final Normalisation CLIP = new Normalisation(
            new double[] {0.48145466, 0.4578275, 0.40821073}, new double[] {0.26862954, 0.26130258, 0.27577711});
    /** What is longer than so many squares is cut first: resizing all of it could take any amount of memory. */
    private static final int LONGEST = 4;

    /** @param side that the encoder's graph takes */
    static ImagePreparation read(BundleFiles files, int side) {
        return new ImagePreparation(side, Normalisation.read(files, FILE, CLIP));
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
        return normalisation.planes(middle(resized, side, side));
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
