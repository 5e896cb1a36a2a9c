/**
 * A class in one room: who is in it, the lesson that its teacher steers, the wall of everybody's pictures, the projector.
 * What is kept of it is its name, its code, its door and its members; a lesson lives in memory. Knows sessions by
 * {@code stream.steering} alone. Depends on stream, prompt, participant, fairness and platform.
 */
@NullMarked
package org.speakdraw.app.classroom;

import org.jspecify.annotations.NullMarked;
