package org.speakdraw.inference.diffusion;

import java.util.List;

/**
 * One of the prompts that a prompt is put together from.
 *
 * @param runs  at least one; neighbours differ in weight
 * @param share of the whole, 0..1; the shares of a prompt's parts add up to 1
 */
record PromptPart(List<WeightedText> runs, float share) {}
