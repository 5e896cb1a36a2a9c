package org.speakdraw.app.stream.steering;

import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import org.speakdraw.app.settings.SettingLocks;

/** The live sessions of participants, to be steered. Thread-safe. */
public interface SteeredSessions {

    /** The session that each of {@code participants} sits in, for those who have any. */
    Map<UUID, SteeredSession> current(Collection<UUID> participants);

    /**
     * Stops the sessions of some participants, in whichever tab, and lets those of the others go on. All of them count as
     * a classroom's from now on.
     *
     * @param among whose sessions are meant at all
     * @param held  of them, those whose sessions paint nothing whatever their settings say
     */
    void hold(Collection<UUID> among, Collection<UUID> held);

    /**
     * Gives the sessions of some participants several shares of their engines, and those of the others one.
     *
     * @param among    whose sessions are meant at all
     * @param favoured of them, those who get more than the others
     */
    void favour(Collection<UUID> among, Collection<UUID> favoured);

    /**
     * Narrows what the clients of some participants may choose, in whichever tab, now and later. What lies outside is brought
     * in; what former locks had changed comes back, but for what was changed since.
     *
     * @param locks {@link SettingLocks#NONE} gives everything back
     */
    void lock(Collection<UUID> participants, SettingLocks locks);
}
