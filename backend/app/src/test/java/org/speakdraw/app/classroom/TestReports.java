package org.speakdraw.app.classroom;

import org.speakdraw.app.participant.ParticipantStore;
import org.speakdraw.app.platform.Database;
import org.speakdraw.app.prompt.ModerationStore;
import org.speakdraw.app.prompt.PresetModeration;
import org.speakdraw.app.prompt.PresetStore;
import org.speakdraw.app.safety.SafetyConfig;
import org.speakdraw.app.safety.SafetyScope;
import org.speakdraw.app.safety.TestSafety;

/** Reports as a server has them. */
final class TestReports {

    static final SafetyConfig CONFIG = TestSafety.config(SafetyScope.OFF);

    private TestReports() {}

    static PictureReports of(Database database, Classrooms doors) {
        return new PictureReports(
                database,
                new ReportedPictureStore(database),
                new HandedInWorkStore(database),
                presets(database),
                doors,
                CONFIG);
    }

    static PresetModeration presets(Database database) {
        return new PresetModeration(
                database,
                new PresetStore(database),
                new ModerationStore(database),
                new ParticipantStore(database),
                CONFIG);
    }
}
