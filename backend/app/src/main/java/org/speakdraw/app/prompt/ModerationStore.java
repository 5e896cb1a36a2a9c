package org.speakdraw.app.prompt;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.result.RowView;
import org.speakdraw.app.platform.Database;

/** Reports and approvals in PostgreSQL. Every method works in the thread's transaction, or in one of its own. */
@Singleton
public class ModerationStore {

    private final Database database;

    @Inject
    ModerationStore(Database database) {
        this.database = database;
    }

    /** Notes a report, one for each participant; how many there are now. */
    int report(UUID preset, UUID participant) {
        return database.withHandle(handle -> {
            handle.execute(
                    "insert into preset_report (preset_id, participant_id) values (?, ?) on conflict do nothing",
                    preset,
                    participant);
            return handle.select("select count(*) from preset_report where preset_id = ?", preset)
                    .mapTo(Integer.class)
                    .one();
        });
    }

    void forgetReports(UUID preset) {
        database.useHandle(handle -> handle.execute("delete from preset_report where preset_id = ?", preset));
    }

    /** Approves a preset for everyone, or takes that back; false unless that changes something. */
    boolean approve(UUID preset, boolean approved) {
        return database.withHandle(handle -> handle.execute(
                        "update preset set approved = ? where id = ? and visibility = 'everyone' and approved <> ?",
                        approved,
                        preset,
                        approved))
                == 1;
    }

    List<WaitingPreset> waiting(int limit) {
        return database.withHandle(handle -> handle.createQuery("""
                select p.id, p.name, p.prompt, p.negative_prompt, p.updated_at,
                    (select count(*) from preset_report r where r.preset_id = p.id) as reports
                from preset p where p.visibility = 'everyone' and not p.approved
                order by p.updated_at, p.id limit :limit
                """)
                .bind("limit", limit)
                .map((RowView row) -> new WaitingPreset(
                        row.getColumn("id", UUID.class),
                        row.getColumn("name", String.class),
                        row.getColumn("prompt", String.class),
                        row.getColumn("negative_prompt", String.class),
                        row.getColumn("reports", Integer.class),
                        row.getColumn("updated_at", Instant.class)))
                .list());
    }
}
