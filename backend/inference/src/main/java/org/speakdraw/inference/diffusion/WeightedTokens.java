package org.speakdraw.inference.diffusion;

import java.util.List;

/**
 * A prompt as the text encoder takes it.
 *
 * @param ids     begin, the text's tokens, end, padding
 * @param weights one an id; 1 for begin, end and padding
 */
record WeightedTokens(List<Integer> ids, float[] weights) {}
