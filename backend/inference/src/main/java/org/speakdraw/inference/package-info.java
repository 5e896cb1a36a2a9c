/**
 * What every part of the inference library shares: pictures as plain bytes and the root of all errors.
 * Depends on nothing but the JDK.
 */
@NullMarked
package org.speakdraw.inference;

import org.jspecify.annotations.NullMarked;
