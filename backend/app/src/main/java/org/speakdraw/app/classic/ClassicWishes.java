package org.speakdraw.app.classic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.speakdraw.app.settings.AvailableModes;
import org.speakdraw.app.settings.Parameters;
import org.speakdraw.app.settings.SettingsSchema;
import org.speakdraw.app.settings.StreamSettings;
import org.speakdraw.app.stream.session.LiveSession;

/**
 * What foreign front ends send as parameters: all of them with each frame, those of other servers among them, and
 * whatever stands in a box at that moment. Their own servers check nothing, so one value that cannot be taken must not
 * keep the others from being. Thread-safe.
 */
@Singleton
public class ClassicWishes {

    private final SettingsSchema schema;
    private final AvailableModes modes;

    @Inject
    ClassicWishes(SettingsSchema schema, AvailableModes modes) {
        this.schema = schema;
        this.modes = modes;
    }

    /** Changes that {@code session} takes: the nearest to what is wished, without what means nothing here. */
    ObjectNode changes(LiveSession session, ObjectNode wishes) {
        StreamSettings before = session.settings();
        ObjectNode changes = schema.nearest(before, wishes);
        if (modes.reasonAgainst(schema.apply(before, changes).mode()).isPresent()) {
            changes.remove(Parameters.MODE.id());
        }
        return changes;
    }
}
