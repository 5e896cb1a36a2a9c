/**
 * The embedded PostgreSQL with a kept data directory, and the way to an external one.
 * Depends on {@code checks} and {@code supervision}, the PostgreSQL driver and the packed binaries.
 */
@NullMarked
package org.speakdraw.launcher.postgres;

import org.jspecify.annotations.NullMarked;
