package org.speakdraw.app.stream.session;

import jakarta.inject.Singleton;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.speakdraw.app.settings.SettingLocks;

/** What the clients of some participants may choose, in whichever session, also in one that is opened later. Thread-safe. */
@Singleton
public class ParticipantLocks {

    /** As many as there are students whose settings are locked. */
    private final Map<UUID, SettingLocks> locks = new ConcurrentHashMap<>();

    void put(UUID participant, SettingLocks newer) {
        if (newer.equals(SettingLocks.NONE)) {
            locks.remove(participant);
        } else {
            locks.put(participant, newer);
        }
    }

    SettingLocks of(SessionOrigin origin) {
        return origin.participant().map(locks::get).orElse(SettingLocks.NONE);
    }
}
