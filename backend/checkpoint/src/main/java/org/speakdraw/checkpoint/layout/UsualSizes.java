package org.speakdraw.checkpoint.layout;

/**
 * What no shape of a weight tells, and all published checkpoints of one file have in common.
 *
 * @param headWidth of an attention head in SD 2, SDXL and the text encoders
 * @param sd1Heads  of an attention in SD 1
 * @param groups    of a group normalisation
 * @param sizeWidth of an embedded side of a picture in SDXL
 */
public record UsualSizes(int headWidth, int sd1Heads, int groups, int sizeWidth) {

    public static final UsualSizes PUBLISHED = new UsualSizes(64, 8, 32, 256);
}
