package org.speakdraw.app.stream.session;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.speakdraw.app.settings.SettingLocks;

/**
 * What locks have changed in a session, so that it can be given back. Changes are made while the session's settings stand
 * still; {@link #locks} may be called by any thread at any time.
 */
final class LocksInForce {

    private volatile SettingLocks locks = SettingLocks.NONE;
    /** By names: what a lock has put in force, and what was there before. */
    private ObjectNode made = JsonNodeFactory.instance.objectNode();

    private ObjectNode former = JsonNodeFactory.instance.objectNode();

    /** What the session's client may choose. */
    SettingLocks locks() {
        return locks;
    }

    /**
     * Puts other locks in force.
     *
     * @param now all settings
     * @return the changes that follow: what the former locks had changed comes back, but for what was changed since, and
     *     what lies outside the newer ones is brought in
     */
    ObjectNode put(SettingLocks newer, ObjectNode now) {
        ObjectNode changes = JsonNodeFactory.instance.objectNode();
        former.properties().forEach(entry -> {
            if (now.path(entry.getKey()).equals(made.path(entry.getKey()))) {
                changes.set(entry.getKey(), entry.getValue());
            }
        });
        ObjectNode free = now.deepCopy().setAll(changes);
        made = newer.narrowing(free);
        former = free.deepCopy()
                .retain(made.properties().stream().map(Map.Entry::getKey).toList());
        locks = newer;
        changes.setAll(made);
        return changes;
    }
}
