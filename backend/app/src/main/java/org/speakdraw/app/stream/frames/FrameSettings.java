package org.speakdraw.app.stream.frames;

/** The settings that a stream's frames are made ready for. Thread-safe. */
public interface FrameSettings {

    /**
     * The settings in force, made ready for the engine. Asked for with each frame, so that a frame never overtakes the
     * change that was asked for before it; a new prompt is encoded here, beside the engine.
     *
     * @throws org.speakdraw.inference.SpeakDrawException {@code engine-starting}, {@code model-failed}
     */
    PreparedSettings prepare();

    /** Whether the same frame again would give the picture that came out last. */
    boolean settled();

    /** Whether nothing is painted until further notice, whatever the settings say. */
    default boolean held() {
        return false;
    }
}
