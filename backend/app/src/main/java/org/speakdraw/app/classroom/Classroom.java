package org.speakdraw.app.classroom;

import java.util.UUID;

/**
 * What is kept of a classroom.
 *
 * @param name     as its teacher calls it
 * @param joinCode by which students come in while it is open
 * @param open     whether its door is open for newcomers
 * @param shared   whether there is an address for its projector
 * @param entry    how its students come in
 */
record Classroom(UUID id, String name, String joinCode, boolean open, boolean shared, Entry entry) {}
