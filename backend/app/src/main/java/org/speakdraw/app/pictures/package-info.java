/**
 * Single pictures for programs that ask for one at a time: OpenAI's images at {@code /v1/images} and those of Stable
 * Diffusion's web front ends at {@code /sdapi/v1}. Depends on stream, openai, settings, fairness and platform.
 */
@NullMarked
package org.speakdraw.app.pictures;

import org.jspecify.annotations.NullMarked;
