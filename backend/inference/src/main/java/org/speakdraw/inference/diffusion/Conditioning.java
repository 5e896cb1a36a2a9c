package org.speakdraw.inference.diffusion;

/**
 * What a frame is to become.
 *
 * @param prompt   what it should show
 * @param negative what it should not; used only with guidance
 */
public record Conditioning(TextEmbedding prompt, TextEmbedding negative) {}
