package org.speakdraw.inference.diffusion;

/**
 * Where the prediction comes from that classifier-free guidance moves away from (StreamDiffusion, section 3.2,
 * "residual classifier-free guidance"). With S steps a frame costs the UNet rows named here.
 */
public enum CfgType {
    /** No guidance; S rows. */
    NONE,
    /** The noise of the stream itself stands in for the negative prediction; S rows. */
    SELF,
    /** As {@link #SELF}, but the first step predicts with the negative prompt; S + 1 rows. */
    INITIALIZE,
    /** Every step predicts with both prompts; 2 S rows. */
    FULL
}
