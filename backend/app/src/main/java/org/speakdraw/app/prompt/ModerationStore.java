package org.speakdraw.app.prompt;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.result.RowView;
import org.jdbi.v3.core.statement.Query;
import org.speakdraw.app.platform.Database;
import org.speakdraw.app.platform.PageCursor;
import org.speakdraw.app.safety.ReportReason;

/** Reports and approvals in PostgreSQL. Every method works in the thread's transaction, or in one of its own. */
@Singleton
public class ModerationStore {

    private static final String COLUMNS = """
            select p.id, p.name, p.prompt, p.negative_prompt, p.thumbnail_etag, p.hidden, p.updated_at as version,
                coalesce(r.reasons, '{}') as reasons,
            """;

    private static final String REPORTS =
            " (select preset_id, min(reported_at) as since, array_agg(reason) as reasons from preset_report"
                    + " group by preset_id) r on r.preset_id = p.id ";

    /** Asked for every two seconds by each lesson, so not all reports are put together first. */
    private static final String EACH_REPORT = " preset_report r on r.preset_id = p.id ";

    /** Of students in class {@code :classroom}, shared with it: what its teacher decides about. */
    private static final String OF_CLASS = """
             from preset p join participant o on o.id = p.owner_id
            join %s where p.visibility = 'classroom' and o.role = 'student' and o.classroom_id = :classroom
            """;

    private static final int KNOWN_AFTER_DAYS = 7;

    private final Database database;

    @Inject
    public ModerationStore(Database database) {
        this.database = database;
    }

    /**
     * Notes a report, one for each participant.
     *
     * @param network from which it comes: all of one whom the server has not known for {@value #KNOWN_AFTER_DAYS} days
     *     count once where the preset is for everyone; a class knows who is in it
     * @return how many it counts as now
     */
    int report(UUID preset, UUID participant, String network, ReportReason reason) {
        return database.withHandle(handle -> {
            // Two at once would otherwise not count each other.
            handle.select("select id from preset where id = ? for no key update", preset)
                    .mapTo(UUID.class)
                    .findOne();
            handle.createUpdate("""
                            insert into preset_report (preset_id, participant_id, reason, voice)
                            select p.id, r.id, :reason,
                                case when p.visibility = 'everyone' and r.created_at > now() - :days * interval '1 day'
                                then encode(substring(sha256(k.key || convert_to(:network, 'UTF8')) for 16), 'hex')::uuid end
                            from preset p, participant r, signing_key k
                            where p.id = :preset and r.id = :participant on conflict do nothing
                            """)
                    .bind("reason", reason.id())
                    .bind("days", KNOWN_AFTER_DAYS)
                    .bind("network", network)
                    .bind("preset", preset)
                    .bind("participant", participant)
                    .execute();
            return handle.select(
                            "select count(distinct coalesce(voice, participant_id)) from preset_report where preset_id = ?",
                            preset)
                    .mapTo(Integer.class)
                    .one();
        });
    }

    /**
     * Nobody but its owner and the teacher sees it until it is decided; unless somebody has decided that it may be seen as
     * it is.
     */
    void hide(UUID preset) {
        execute("update preset set hidden = true where id = ? and kept_as is distinct from updated_at", preset);
    }

    /** When it was changed last; so it stays until the transaction is over. */
    Optional<Instant> version(UUID preset) {
        return database.withHandle(
                handle -> handle.select("select updated_at from preset where id = ? for update", preset)
                        .mapTo(Instant.class)
                        .findOne());
    }

    /**
     * Shows it to all whom it is for, whoever reported it.
     *
     * @return false unless it waited or was reported
     */
    boolean release(UUID preset) {
        boolean open = execute("""
                        update preset set hidden = false, approved = approved or visibility = 'everyone', kept_as = updated_at
                        where id = ? and (visibility = 'everyone' and not approved
                            or exists (select from preset_report where preset_id = preset.id))
                        """, preset) == 1;
        execute("delete from preset_report where preset_id = ?", preset);
        return open;
    }

    /** Deletes it, unless it is built in; false when there is none. */
    boolean remove(UUID preset) {
        return execute("delete from preset where id = ? and slug is null", preset) == 1;
    }

    /** What waits for approval, the oldest first. */
    List<ModeratedPreset> waiting(Optional<PageCursor> after, int limit) {
        return page(
                COLUMNS + "p.updated_at as since from preset p left join" + REPORTS
                        + "where p.visibility = 'everyone' and not p.approved",
                "p.updated_at",
                after,
                limit,
                Optional.empty());
    }

    /** What was reported and is not the business of a teacher, or has been for {@code answer}; the oldest first. */
    List<ModeratedPreset> reported(Optional<PageCursor> after, int limit, Duration answer) {
        return page(
                COLUMNS + "r.since from preset p join" + REPORTS + """
                left join participant o on o.id = p.owner_id
                where (p.visibility = 'everyone' or p.visibility = 'classroom' and o.classroom_id is not null
                    and (o.role = 'teacher' or r.since <= now() - :answer * interval '1 second'))
                """, "r.since", after, limit, Optional.of(answer));
    }

    private List<ModeratedPreset> page(
            String sql, String time, Optional<PageCursor> after, int limit, Optional<Duration> answer) {
        return database.withHandle(handle -> {
            Query query = handle.createQuery(sql
                            + after.map(cursor -> " and (" + time + ", p.id) > (:after, :afterId)")
                                    .orElse("")
                            + " order by " + time + ", p.id limit :limit")
                    .bind("limit", limit);
            answer.ifPresent(longest -> query.bind("answer", longest.toSeconds()));
            after.ifPresent(cursor -> query.bind("after", cursor.time()).bind("afterId", cursor.uuid()));
            return query.map(ModerationStore::read).list();
        });
    }

    /** What of the students of a classroom was reported, the oldest first. */
    List<ModeratedPreset> reportedIn(UUID classroom, int limit) {
        return database.withHandle(handle -> handle.createQuery(
                        COLUMNS + "r.since" + OF_CLASS.formatted(REPORTS) + " order by r.since, p.id limit :limit")
                .bind("classroom", classroom)
                .bind("limit", limit)
                .map(ModerationStore::read)
                .list());
    }

    /** Whether the teacher of {@code classroom} decides about it; so it stays until the transaction is over. */
    boolean isReportedIn(UUID classroom, UUID preset) {
        return database.withHandle(handle -> handle.createQuery(
                        "select 1" + OF_CLASS.formatted(EACH_REPORT) + " and p.id = :preset limit 1 for update of p")
                .bind("classroom", classroom)
                .bind("preset", preset)
                .mapTo(Integer.class)
                .findOne()
                .isPresent());
    }

    /** How many reports the teacher of {@code classroom} has to decide about. */
    int countIn(UUID classroom) {
        return database.withHandle(handle -> handle.createQuery("select count(*)" + OF_CLASS.formatted(EACH_REPORT))
                .bind("classroom", classroom)
                .mapTo(Integer.class)
                .one());
    }

    /** The thumbnail's bytes, whoever may see the preset. */
    Optional<byte[]> thumbnail(UUID preset) {
        return database.withHandle(
                handle -> handle.select("select thumbnail from preset where id = ? and thumbnail is not null", preset)
                        .mapTo(byte[].class)
                        .findOne());
    }

    private static ModeratedPreset read(RowView row) {
        return new ModeratedPreset(
                row.getColumn("id", UUID.class),
                row.getColumn("name", String.class),
                row.getColumn("prompt", String.class),
                row.getColumn("negative_prompt", String.class),
                Optional.ofNullable(row.getColumn("thumbnail_etag", String.class)),
                ReportReason.count(row.getColumn("reasons", String[].class)),
                row.getColumn("hidden", Boolean.class),
                row.getColumn("since", Instant.class),
                row.getColumn("version", Instant.class));
    }

    /** How many rows there were. */
    private int execute(String sql, Object... values) {
        return database.withHandle(handle -> handle.execute(sql, values));
    }
}
