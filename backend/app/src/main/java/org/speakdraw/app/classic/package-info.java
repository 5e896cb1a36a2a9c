/**
 * The conversation that existing real-time img2img front ends speak, as a thin door to the same live sessions. Depends
 * on stream, settings and platform.
 */
@NullMarked
package org.speakdraw.app.classic;

import org.jspecify.annotations.NullMarked;
