/**
 * The stream's parameters: one schema that the server validates with and the front end builds its controls from, and
 * the validated settings of a session. Depends on platform and on the inference module.
 */
@NullMarked
package org.speakdraw.app.settings;

import org.jspecify.annotations.NullMarked;
