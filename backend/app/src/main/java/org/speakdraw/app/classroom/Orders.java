package org.speakdraw.app.classroom;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.speakdraw.app.platform.PropertyError;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.settings.SettingLocks;
import org.speakdraw.app.settings.SettingsSchema;
import org.speakdraw.app.stream.steering.SteeredSessions;

/**
 * What holds for students' sessions whatever their clients ask for: who is stopped, what may be chosen, who gets more than
 * the others. Guarded by the room.
 */
final class Orders {

    private static final System.Logger LOG = System.getLogger(Orders.class.getName());

    private final SteeredSessions steering;
    private final SettingsSchema schema;
    private final BlackOuts blackOuts = new BlackOuts();
    private final Priorities priorities = new Priorities();
    private LessonLocks locks = LessonLocks.NONE;
    private SettingLocks enforced = SettingLocks.NONE;

    Orders(SteeredSessions steering, SettingsSchema schema) {
        this.steering = steering;
        this.schema = schema;
    }

    BlackOuts blackOuts() {
        return blackOuts;
    }

    Priorities priorities() {
        return priorities;
    }

    LessonLocks locks() {
        return locks;
    }

    /**
     * Narrows what students may use.
     *
     * @throws RequestException {@code settings-invalid}; nothing is changed then
     */
    void lock(LessonLocks newer) {
        enforced = newer.enforced(schema);
        locks = newer;
    }

    /** Takes over what stood; locked settings that this server does not know, such as another version's, are left out. */
    void restore(KeptLesson kept) {
        kept.blackedOut().forEach(student -> blackOuts.put(student, true));
        try {
            lock(kept.locks());
        } catch (RequestException e) {
            LOG.log(System.Logger.Level.WARNING, "Not all locks of a lesson can be kept: {0}", e.getMessage());
            lock(kept.locks()
                    .without(e.errors().stream().map(PropertyError::property).toList()));
        }
    }

    void favour(UUID student, Duration time, Instant now) {
        priorities.put(student, time, now);
    }

    /** Brings about in the sessions of {@code everybody} what stands. */
    void bringAbout(Set<UUID> everybody, boolean eyesHere, Instant now) {
        Set<UUID> held = everybody.stream()
                .filter(student -> eyesHere || blackOuts.has(student))
                .collect(Collectors.toSet());
        steering.hold(everybody, held);
        steering.favour(everybody, priorities.at(now));
        steering.lock(everybody, enforced);
    }

    /** The sessions of {@code students} are free of all of it. */
    void letGo(Set<UUID> students) {
        steering.hold(students, Set.of());
        steering.favour(students, Set.of());
        steering.lock(students, SettingLocks.NONE);
    }
}
