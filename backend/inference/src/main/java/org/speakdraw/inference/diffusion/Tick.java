package org.speakdraw.inference.diffusion;

/**
 * A tick whose pictures are latents by now, as {@link DiffusionStream#encode} makes it. {@link #denoise} and {@link #decode}
 * follow once each, unless it has failed. Used by one thread at a time.
 *
 * @param <T> the caller's own type
 */
public interface Tick<T> {

    /**
     * All frames go one step further. Either all sessions advance or, when an exception is thrown, none does.
     *
     * @throws org.speakdraw.inference.InferenceException {@code model-failed}, {@code size-unsupported}
     */
    void denoise();

    /**
     * Finished latents become pictures.
     *
     * @return also when those of some sizes fail
     * @throws org.speakdraw.inference.InferenceException {@code model-failed}; the sessions have advanced all the same
     */
    TickResult<T> decode();
}
