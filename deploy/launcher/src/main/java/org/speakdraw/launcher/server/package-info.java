/**
 * The application server as a child process: its command line, its readiness, its end, and the thread inside it that
 * watches for the launcher's death. Depends on {@code checks} and {@code instance}.
 */
@NullMarked
package org.speakdraw.launcher.server;

import org.jspecify.annotations.NullMarked;
