package org.speakdraw.inference.safety;

/** How likely a picture is one of five kinds, 0..1; their sum is 1. The names are nsfwjs's. */
public record Likelihoods(float drawing, float hentai, float neutral, float porn, float sexy) {

    /** How likely it does not belong in a school: drawn or photographed sexual acts or nudity, 0..1. */
    public double unfit() {
        return (double) hentai + porn;
    }
}
