/** Several servers that stand for one another. */
@NullMarked
package org.speakdraw.acceptance.cluster;

import org.jspecify.annotations.NullMarked;
