/**
 * Hostile input for a running server: frames, messages, headers, sound and REST calls, made from a seed so that
 * whatever fails can be sent again, while a bystander's session is watched. Depends on the client package only.
 */
@NullMarked
package org.speakdraw.acceptance.fuzz;

import org.jspecify.annotations.NullMarked;
