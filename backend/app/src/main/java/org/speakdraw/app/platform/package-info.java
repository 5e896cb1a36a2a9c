/**
 * What every feature of the application stands on: configuration, the container's executors, the database connection,
 * the form of errors, health and metrics. Depends on the inference module's root package only.
 */
@NullMarked
package org.speakdraw.app.platform;

import org.jspecify.annotations.NullMarked;
