package org.speakdraw.app.stream.painting;

import java.util.List;
import org.speakdraw.app.settings.StreamSettings;
import org.speakdraw.app.stream.frames.FrameContext;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.diffusion.Conditioning;
import org.speakdraw.inference.diffusion.DiffusionBundle;
import org.speakdraw.inference.diffusion.ImagePrompt;
import org.speakdraw.inference.diffusion.StreamInput;
import org.speakdraw.inference.diffusion.TextEmbedding;
import org.speakdraw.inference.diffusion.Tick;

/** What a stream is painted with, from its beginning to its end: a bundle whose networks are loaded. Thread-safe. */
public interface Model {

    /** The bundle. */
    DiffusionBundle bundle();

    /** Whether its networks are on the device of this name. */
    boolean isOn(String device);

    /**
     * Encodes a prompt, or finds it among those encoded before. Any thread.
     *
     * @param loraScale 0..2; how much the LoRAs count that are beside the model's weights
     * @throws org.speakdraw.inference.SpeakDrawException {@code engine-starting} while the networks are loaded,
     *     {@code bundle-invalid}, {@code model-failed}
     */
    TextEmbedding embed(String prompt, float loraScale);

    /** What should be painted and what should not, by the words of {@code settings}; as {@link #embed(String, float)}. */
    default Conditioning words(StreamSettings settings) {
        TextEmbedding prompt = embed(settings.prompt(), settings.loraScale());
        boolean none = settings.negativePrompt().isBlank() && bundle().noNegativeIsZeros();
        return new Conditioning(prompt, none ? prompt.zeros() : embed(settings.negativePrompt(), settings.loraScale()));
    }

    /**
     * Encodes an image that is a prompt, with a scale of 1. Any thread.
     *
     * @throws org.speakdraw.inference.SpeakDrawException as above, and {@code image-prompt-unavailable} where the bundle
     *     {@linkplain DiffusionBundle#takesImagePrompts takes none}
     */
    ImagePrompt embed(Frame image);

    /**
     * Begins a tick on the engine of {@code device}, which it {@link #isOn}.
     *
     * @throws org.speakdraw.inference.SpeakDrawException {@code model-failed}, {@code size-unsupported}
     */
    Tick<FrameContext> encode(String device, List<StreamInput<FrameContext>> inputs);

    /** The stream that was painted with it has ended. Any number of times. */
    void release();
}
