/** Single pictures, as OpenAI's clients and those of Stable Diffusion's web front ends ask for them. */
@NullMarked
package org.speakdraw.acceptance.pictures;

import org.jspecify.annotations.NullMarked;
