/**
 * What a class sees and loses when the server, its database or both are killed. Depends on {@code client}.
 */
@NullMarked
package org.speakdraw.acceptance.outage;

import org.jspecify.annotations.NullMarked;
