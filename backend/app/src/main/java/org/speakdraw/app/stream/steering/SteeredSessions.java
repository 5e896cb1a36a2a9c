package org.speakdraw.app.stream.steering;

import java.util.Collection;
import java.util.Map;
import java.util.UUID;

/** The live sessions of participants, to be steered. Thread-safe. */
public interface SteeredSessions {

    /** The session that each of {@code participants} works in, for those who have any. */
    Map<UUID, SteeredSession> current(Collection<UUID> participants);

    /**
     * Stops the sessions of some participants, in whichever tab, and lets those of the others go on. All of them count as
     * a classroom's from now on.
     *
     * @param among whose sessions are meant at all
     * @param held  of them, those whose sessions paint nothing whatever their settings say
     */
    void hold(Collection<UUID> among, Collection<UUID> held);
}
