/**
 * Several servers as one: who is there, where sessions and classrooms live, and the way of a request that reached another
 * node than its own. The directory is rows of the shared database; may use {@code platform} and {@code fairness}.
 */
@NullMarked
package org.speakdraw.app.cluster;

import org.jspecify.annotations.NullMarked;
