package org.speakdraw.app.stream.frames;

import org.speakdraw.app.settings.StreamSettings;
import org.speakdraw.inference.diffusion.Conditioning;
import org.speakdraw.inference.diffusion.StreamParameters;

/**
 * Settings made ready for the engine: swapped as a whole, so that a frame never sees half a change.
 *
 * @param settings     as they were asked for
 * @param parameters   of the diffusion stream
 * @param conditioning the encoded prompts
 */
public record PreparedSettings(StreamSettings settings, StreamParameters parameters, Conditioning conditioning) {

    /** What a frame with these settings takes of a device: its UNet rows times its size in pixels. */
    public long cost() {
        return (long) parameters.rows() * parameters.width() * parameters.height();
    }
}
