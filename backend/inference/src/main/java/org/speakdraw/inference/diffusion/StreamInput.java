package org.speakdraw.inference.diffusion;

import org.jspecify.annotations.Nullable;

/**
 * One session's part of a tick.
 *
 * @param state        the session's; in one input of a tick at most
 * @param parameters   of this frame
 * @param conditioning wanted. All rows of a tick are painted with the same one, those of the new frame and those of the
 *     frames still in flight; while the prompt is gliding, with what lies between the former one and this
 * @param picture      of the size that {@code parameters} name; null paints from noise alone
 * @param tag          handed back with the picture made from this frame
 * @param <T>          the caller's own type
 */
public record StreamInput<T>(
        StreamState<T> state,
        StreamParameters parameters,
        Conditioning conditioning,
        @Nullable InputPicture picture,
        T tag) {

    /** @throws IllegalArgumentException if the picture has another size than the parameters */
    public StreamInput {
        if (picture != null && (picture.width() != parameters.width() || picture.height() != parameters.height())) {
            throw new IllegalArgumentException("the picture is " + picture.width() + " x " + picture.height()
                    + ", the parameters say " + parameters.width() + " x " + parameters.height());
        }
    }
}
