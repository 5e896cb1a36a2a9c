package org.speakdraw.inference.diffusion;

import java.util.List;

/**
 * What a bundle's author suggests to begin with.
 *
 * @param width         pixels
 * @param height        pixels
 * @param tIndexList    denoising steps, indices into the 50-step LCM grid
 * @param guidanceScale at 1 and below: none
 * @param cfgType       kind of guidance
 * @param prompt        to begin with
 */
public record RecommendedSettings(
        int width, int height, List<Integer> tIndexList, float guidanceScale, CfgType cfgType, String prompt) {

    /** Takes a copy of the list. */
    public RecommendedSettings {
        tIndexList = List.copyOf(tIndexList);
    }

    /** Number of denoising steps. */
    public int steps() {
        return tIndexList.size();
    }

    /** The same as parameters. @throws IllegalArgumentException if they are not usable */
    StreamParameters toParameters() {
        return new StreamParameters(width, height, tIndexList, cfgType, guidanceScale, 1, true, 0, false);
    }
}
