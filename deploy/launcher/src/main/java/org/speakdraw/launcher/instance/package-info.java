/**
 * One installation's data directory: where things lie, who holds it, and what runs on it. Depends on {@code checks}.
 */
@NullMarked
package org.speakdraw.launcher.instance;

import org.jspecify.annotations.NullMarked;
