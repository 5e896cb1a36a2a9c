/**
 * What may not be asked for, shown or kept where children work: words of prompts, names and presets, and the pictures of
 * sessions. It decides, and knows nothing of who asks: other features ask it, and hand it pictures through narrow ports.
 * Depends on platform and, of the networks, on inference.safety.
 */
@NullMarked
package org.speakdraw.app.safety;

import org.jspecify.annotations.NullMarked;
