/** Tests of the provisioned server: what it adds to every answer. Depends on {@code fixture} and {@code client}. */
@NullMarked
package org.speakdraw.acceptance.provisioning;

import org.jspecify.annotations.NullMarked;
