package org.speakdraw.app.settings;

import org.speakdraw.inference.matting.DownsampleRatio;

/** At which part of a frame's size the person is looked for. */
public enum MatteRatio {
    /** The bundle's choice. */
    AUTO("auto"),
    QUARTER("0.25"),
    THREE_EIGHTHS("0.375"),
    HALF("0.5"),
    THREE_QUARTERS("0.75"),
    WHOLE("1");

    private final String id;

    MatteRatio(String id) {
        this.id = id;
    }

    /** The name on the wire. */
    String id() {
        return id;
    }

    /** The ratio; {@code recommended} where the choice is the bundle's. */
    DownsampleRatio orElse(DownsampleRatio recommended) {
        return this == AUTO ? recommended : DownsampleRatio.of(Float.parseFloat(id));
    }
}
