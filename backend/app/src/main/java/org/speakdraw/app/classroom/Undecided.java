package org.speakdraw.app.classroom;

import java.util.Set;
import java.util.UUID;

/**
 * What of a classroom those who moderate change, on whichever node.
 *
 * @param works   another text whenever something is handed in, taken back or removed
 * @param reports how many the teacher has to decide about
 * @param hidden  students of whom nobody but the teacher is shown pictures until it is decided
 */
record Undecided(String works, int reports, Set<UUID> hidden) {

    static final Undecided NOTHING = new Undecided("", 0, Set.of());
}
