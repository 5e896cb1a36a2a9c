/**
 * What is kept of sessions: it observes their events and writes them to the database. Depends on stream, prompt,
 * participant, fairness and platform.
 */
@NullMarked
package org.speakdraw.app.history;

import org.jspecify.annotations.NullMarked;
