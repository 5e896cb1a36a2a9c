package org.speakdraw.inference.diffusion;

/**
 * A run of a prompt's text.
 *
 * @param text   without the brackets that weighted it
 * @param weight {@link PromptSyntax#MIN_WEIGHT} to {@link PromptSyntax#MAX_WEIGHT}; 1 is plain
 */
record WeightedText(String text, float weight) {}
