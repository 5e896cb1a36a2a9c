package org.speakdraw.checkpoint.network;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * A ControlNet and what it is shown of a picture.
 *
 * @param config of diffusers' {@code ControlNetModel}
 */
public record Control(NetworkConfig config, Hint hint) {

    /** What is made of the picture that comes in; the graph finds scribbles and edges itself. */
    public enum Hint {
        /** White lines where strokes are dark, for drawings. */
        SCRIBBLE,
        /** How steep the brightness is, for cameras: soft edges. */
        EDGES,
        /** Thin edges, which whoever runs the graph gives it in the picture's place: no graph finds them. */
        CANNY,
        /** The picture as it is. */
        PICTURE,
        /** How near things are, given in the picture's place. */
        DEPTH,
        /** Figures of coloured lines, given in the picture's place. */
        POSE;

        /** As users write it. */
        public static Optional<Hint> named(String name) {
            return Arrays.stream(values())
                    .filter(hint -> hint.name().toLowerCase(Locale.ROOT).equals(name))
                    .findFirst();
        }
    }
}
