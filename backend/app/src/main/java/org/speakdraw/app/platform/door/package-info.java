/**
 * What stands before all servlets and files, on the server's I/O threads: who is calling, and how bodies come and
 * answers go.
 */
@NullMarked
package org.speakdraw.app.platform.door;

import org.jspecify.annotations.NullMarked;
