/**
 * The application server as a child process: its command line, its readiness, its end, and the thread inside it that
 * watches for the launcher's death. Depends on {@code checks}, {@code instance} and {@code
 * supervision}.
 */
@NullMarked
package org.speakdraw.launcher.server;

import org.jspecify.annotations.NullMarked;
