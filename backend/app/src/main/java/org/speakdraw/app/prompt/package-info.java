/**
 * What people ask for: prompts, where they came from and in what language, those of the past, and presets with their
 * gallery and files. Depends on settings, participant, fairness and platform, and on the inference module's imaging for
 * thumbnails.
 */
@NullMarked
package org.speakdraw.app.prompt;

import org.jspecify.annotations.NullMarked;
