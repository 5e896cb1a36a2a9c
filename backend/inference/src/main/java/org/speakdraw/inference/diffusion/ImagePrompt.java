package org.speakdraw.inference.diffusion;

import java.util.List;

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

    /**
     * One of several images.
     *
     * @param weight 0..1; it is the proportions that count
     */
    public record Part(ImagePrompt image, float weight) {}

    /**
     * One image that stands for several: the mean of their tokens by weight, which every UNet takes, whatever number of
     * tokens it was exported with. With a scale of 1; none where nothing weighs anything.
     *
     * @param parts of one bundle
     */
    public static ImagePrompt blend(List<Part> parts) {
        List<Part> weighing = parts.stream()
                .filter(part -> part.weight() > 0 && part.image().present())
                .toList();
        if (weighing.isEmpty()) {
            return NONE;
        }
        ImagePrompt first = weighing.get(0).image();
        if (weighing.size() == 1) {
            return first.scaled(1);
        }
        float sum = 0;
        for (Part part : weighing) {
            sum += part.weight();
        }
        float[] mean = new float[first.shown.values().length];
        for (Part part : weighing) {
            float share = part.weight() / sum;
            float[] values = part.image().shown.values();
            for (int i = 0; i < mean.length; i++) {
                mean[i] += share * values[i];
            }
        }
        return new ImagePrompt(new ImageTokens(first.shown.tokens(), first.shown.width(), mean), first.absent, 1);
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
