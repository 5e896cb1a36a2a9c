/**
 * Single pictures, painted in the same batches as the streams and as fairly. Depends on painting and frames.
 */
@NullMarked
package org.speakdraw.app.stream.still;

import org.jspecify.annotations.NullMarked;
