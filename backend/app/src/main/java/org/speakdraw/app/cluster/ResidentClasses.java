package org.speakdraw.app.cluster;

import java.util.Collection;
import java.util.UUID;

/** The lessons that are on on this node, as the cluster sees them. Thread-safe. */
public interface ResidentClasses {

    /** Their classrooms. */
    Collection<UUID> classes();

    /** Has the others find the lessons as they stand now; one that cannot be kept is found as it stood before. */
    void keepClasses();

    /** The lesson goes on elsewhere: its pages are sent away and come back by themselves. Does nothing when it is not on here. */
    void releaseClass(UUID classroom);
}
