/**
 * How many share one device: pure rules without threads, sockets or clocks of their own. Depends on nothing of the
 * application.
 */
@NullMarked
package org.speakdraw.app.fairness;

import org.jspecify.annotations.NullMarked;
