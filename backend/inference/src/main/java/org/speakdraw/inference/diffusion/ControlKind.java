package org.speakdraw.inference.diffusion;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a model's control looks at in the picture that comes in, as {@code control} in {@code speakdraw.json} says. */
public enum ControlKind {
    /** The dark strokes of a drawing, which the graph finds itself. */
    SCRIBBLE,
    /** Soft edges, which the graph finds itself. */
    EDGES,
    /** Thin edges, which the server finds. */
    CANNY,
    /** The picture as it is. */
    PICTURE,
    /** How near things are: bright is near. */
    DEPTH,
    /** How people stand, as coloured figures of lines. */
    POSE;

    /** On the wire and in files. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether nothing but a network finds it in a picture. */
    boolean needsNetwork() {
        return this == DEPTH || this == POSE;
    }

    /** Of that id. */
    static Optional<ControlKind> named(String id) {
        return Arrays.stream(values()).filter(kind -> kind.id().equals(id)).findFirst();
    }

    /** All ids, for people. */
    static String known() {
        return Arrays.stream(values()).map(ControlKind::id).collect(Collectors.joining(", "));
    }
}
