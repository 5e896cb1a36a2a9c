/**
 * What https needs where no proxy brings it: a certificate that was given, or one of an authority that is made here,
 * and the page that explains how to trust that. Depends on {@code checks}, {@code instance}, Bouncy Castle for
 * certificates and ZXing for QR codes.
 */
@NullMarked
package org.speakdraw.launcher.https;

import org.jspecify.annotations.NullMarked;
