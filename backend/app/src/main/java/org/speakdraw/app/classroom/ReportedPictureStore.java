package org.speakdraw.app.classroom;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.result.RowView;
import org.jdbi.v3.core.statement.Query;
import org.speakdraw.app.platform.Database;
import org.speakdraw.app.platform.PageCursor;
import org.speakdraw.app.safety.ReportReason;

/** Pictures that were reported, in PostgreSQL. Every method works in the thread's transaction, or in one of its own. */
@Singleton
public class ReportedPictureStore {

    private static final String COLUMNS = """
            select w.id, w.classroom_id, w.participant_id, p.display_name, w.hidden, w.reported_at,
                array(select r.reason from picture_report r where r.picture_id = w.id) as reasons
            from reported_picture w join participant p on p.id = w.participant_id
            """;

    private final Database database;

    @Inject
    public ReportedPictureStore(Database database) {
        this.database = database;
    }

    /**
     * Keeps a student's picture, a JPEG, unless one of the student is kept that is not decided yet.
     *
     * @return the one that is kept; nobody else reports it until the transaction ends
     */
    UUID keep(UUID classroom, UUID student, byte[] picture) {
        return database.withHandle(handle -> handle.select(
                        "insert into reported_picture (id, classroom_id, participant_id, picture) values (?, ?, ?, ?)"
                                + " on conflict (classroom_id, participant_id) do update set hidden = reported_picture.hidden"
                                + " returning id",
                        UUID.randomUUID(),
                        classroom,
                        student,
                        picture)
                .mapTo(UUID.class)
                .one());
    }

    /** Notes a report, one for each participant; how many there are now. */
    int report(UUID picture, UUID participant, ReportReason reason) {
        execute(
                "insert into picture_report (picture_id, participant_id, reason) values (?, ?, ?) on conflict do nothing",
                picture,
                participant,
                reason.id());
        return database.withHandle(
                handle -> handle.select("select count(*) from picture_report where picture_id = ?", picture)
                        .mapTo(Integer.class)
                        .one());
    }

    /** Nobody but the teacher is shown pictures of its student until it is decided. */
    void hide(UUID picture) {
        execute("update reported_picture set hidden = true where id = ?", picture);
    }

    /** Those of a classroom, the oldest first. */
    List<ReportedPicture> inClassroom(UUID classroom) {
        return database.withHandle(
                handle -> handle.select(COLUMNS + " where w.classroom_id = ? order by w.reported_at, w.id", classroom)
                        .map(ReportedPictureStore::read)
                        .list());
    }

    Optional<ReportedPicture> find(UUID classroom, UUID picture) {
        return database.withHandle(
                handle -> handle.select(COLUMNS + " where w.classroom_id = ? and w.id = ?", classroom, picture)
                        .map(ReportedPictureStore::read)
                        .findOne());
    }

    /** Of all classrooms those that have waited for {@code answer}, the oldest first. */
    List<ReportedPicture> unanswered(Optional<PageCursor> after, int limit, Duration answer) {
        return database.withHandle(handle -> {
            Query query = handle.createQuery(COLUMNS
                            + " where w.reported_at <= now() - :answer * interval '1 second'"
                            + (after.isPresent() ? " and (w.reported_at, w.id) > (:after, :afterId)" : "")
                            + " order by w.reported_at, w.id limit :limit")
                    .bind("answer", answer.toSeconds())
                    .bind("limit", limit);
            after.ifPresent(cursor -> query.bind("after", cursor.time()).bind("afterId", cursor.uuid()));
            return query.map(ReportedPictureStore::read).list();
        });
    }

    /** The JPEG, unless it was decided meanwhile. */
    Optional<byte[]> picture(UUID picture) {
        return database.withHandle(handle -> handle.select("select picture from reported_picture where id = ?", picture)
                .mapTo(byte[].class)
                .findOne());
    }

    /** The JPEGs of a student. */
    List<byte[]> ofStudent(UUID student) {
        return database.withHandle(handle -> handle.select(
                        "select picture from reported_picture where participant_id = ? order by reported_at, id",
                        student)
                .mapTo(byte[].class)
                .list());
    }

    /** How many reports there are in a classroom. */
    int count(UUID classroom) {
        return database.withHandle(handle -> handle.select(
                        "select count(*) from picture_report r join reported_picture w on w.id = r.picture_id"
                                + " where w.classroom_id = ?",
                        classroom)
                .mapTo(Integer.class)
                .one());
    }

    /** Students of a classroom of whom nobody but the teacher is shown pictures. */
    Set<UUID> hidden(UUID classroom) {
        return database.withHandle(handle -> handle.select(
                        "select participant_id from reported_picture where classroom_id = ? and hidden", classroom)
                .mapTo(UUID.class)
                .set());
    }

    /** Deletes one with its reports; the classroom that it was in, empty when there is no such picture. */
    Optional<UUID> remove(UUID picture) {
        return database.withHandle(
                handle -> handle.select("delete from reported_picture where id = ? returning classroom_id", picture)
                        .mapTo(UUID.class)
                        .findOne());
    }

    /** Deletes what was reported before {@code age}; how many there were. */
    int removeBefore(Instant age) {
        return execute("delete from reported_picture where reported_at < ?", age);
    }

    private static ReportedPicture read(RowView row) {
        return new ReportedPicture(
                row.getColumn("id", UUID.class),
                row.getColumn("classroom_id", UUID.class),
                row.getColumn("participant_id", UUID.class),
                row.getColumn("display_name", String.class),
                ReportReason.count(row.getColumn("reasons", String[].class)),
                row.getColumn("hidden", Boolean.class),
                row.getColumn("reported_at", Instant.class));
    }

    private int execute(String sql, Object... values) {
        return database.withHandle(handle -> handle.execute(sql, values));
    }
}
