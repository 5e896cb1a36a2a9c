/**
 * The person in a frame: the matting network that all streams share, beside the engine, and each stream's mattes
 * in their order. The lowest room of {@code stream}; depends on none of the others.
 */
@NullMarked
package org.speakdraw.app.stream.person;

import org.jspecify.annotations.NullMarked;
