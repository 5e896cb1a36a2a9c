package org.speakdraw.app.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.platform.Database;
import org.speakdraw.app.platform.TestDatabase;
import org.speakdraw.app.safety.ReportReason;

/** What nodes of the version before write, while nodes are updated one after another, the schema of today takes. */
class FormerVersionTest {

    private static final Database database = TestDatabase.create();

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @Test
    void reportsPresetsWithoutAReason() {
        UUID reporter = UUID.randomUUID();
        database.useHandle(handle -> {
            handle.execute("insert into participant (id, display_name) values (?, 'Ada')", reporter);
            handle.execute(
                    "insert into preset_report (preset_id, participant_id) select id, ? from preset limit 1"
                            + " on conflict do nothing",
                    reporter);
        });
        String reason = database.withHandle(
                handle -> handle.createQuery("select reason from preset_report where participant_id = :id")
                        .bind("id", reporter)
                        .mapTo(String.class)
                        .one());
        assertThat(reason).isEqualTo(ReportReason.OTHER.id());
    }
}
