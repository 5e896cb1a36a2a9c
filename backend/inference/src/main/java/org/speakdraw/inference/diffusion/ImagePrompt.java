package org.speakdraw.inference.diffusion;

/**
 * An image that the picture is to resemble, beside what the text says (Ye et al., "IP-Adapter").
 *
 * @param shown  the image
 * @param absent what stands for no image beside a negative prompt
 * @param scale  0..2; how much it counts, where 0 is not at all
 */
public record ImagePrompt(ImageTokens shown, ImageTokens absent, float scale) {

    /** Only the text counts. */
    public static final ImagePrompt NONE = new ImagePrompt(ImageTokens.NONE, ImageTokens.NONE, 0);

    private static final float MAX_SCALE = 2;

    /** @throws IllegalArgumentException naming the scale and its limits */
    public ImagePrompt {
        if (!(scale >= 0 && scale <= MAX_SCALE)) {
            throw new IllegalArgumentException("the image's scale is " + scale + "; it is 0 to " + MAX_SCALE);
        }
    }

    /** Whether there is an image. */
    public boolean present() {
        return shown.tokens() > 0;
    }

    /** The same image with another weight; no image stays none. */
    public ImagePrompt scaled(float newScale) {
        return present() ? new ImagePrompt(shown, absent, newScale) : NONE;
    }

    /** On the way from one to the other; towards and from no image the other one fades. */
    static ImagePrompt between(ImagePrompt from, ImagePrompt to, double t) {
        if (t <= 0 || from.equals(to)) {
            return from;
        }
        if (t >= 1) {
            return to;
        }
        float scale = (float) ((1 - t) * from.scale + t * to.scale);
        if (!from.present() || !to.present()) {
            return (from.present() ? from : to).scaled(scale);
        }
        float[] shown = Slerp.rows(from.shown.values(), to.shown.values(), to.shown.width(), t);
        return new ImagePrompt(new ImageTokens(to.shown.tokens(), to.shown.width(), shown), to.absent, scale);
    }
}
