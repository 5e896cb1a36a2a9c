package org.speakdraw.app.classroom;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.result.RowView;
import org.jdbi.v3.core.statement.Query;
import org.speakdraw.app.platform.Database;
import org.speakdraw.app.platform.PageCursor;

/** Pictures that were handed in, in PostgreSQL. Every method works in the thread's transaction, or in one of its own. */
@Singleton
public class HandedInWorkStore {

    private static final String COLUMNS = """
            select w.id, w.participant_id, p.display_name, w.prompt, w.handed_in_at
            from handed_in_work w join participant p on p.id = w.participant_id
            """;

    private final Database database;

    @Inject
    public HandedInWorkStore(Database database) {
        this.database = database;
    }

    /** Keeps a picture, a JPEG. */
    void insert(UUID id, UUID classroom, UUID student, String prompt, byte[] picture) {
        update(
                "insert into handed_in_work (id, classroom_id, participant_id, prompt, picture) values (?, ?, ?, ?, ?)",
                id,
                classroom,
                student,
                prompt,
                picture);
    }

    /** All of a classroom: a student's beside each other, in the order in which they came. */
    List<HandedInWork> inClassroom(UUID classroom) {
        return list(" where w.classroom_id = ? order by lower(p.display_name), p.id, w.handed_in_at, w.id", classroom);
    }

    /** A student's in a classroom, in the order in which they came. */
    List<HandedInWork> ofStudent(UUID classroom, UUID student) {
        return list(
                " where w.classroom_id = ? and w.participant_id = ? order by w.handed_in_at, w.id", classroom, student);
    }

    /** Everything that somebody has handed in, in whichever classroom. */
    List<HandedInWork> ofParticipant(UUID participant) {
        return list(" where w.participant_id = ? order by w.handed_in_at, w.id", participant);
    }

    Optional<HandedInWork> find(UUID classroom, UUID id) {
        return list(" where w.classroom_id = ? and w.id = ?", classroom, id).stream()
                .findFirst();
    }

    private List<HandedInWork> list(String which, Object... values) {
        return database.withHandle(handle -> handle.select(COLUMNS + which, values)
                .map(HandedInWorkStore::read)
                .list());
    }

    private static HandedInWork read(RowView row) {
        return new HandedInWork(
                row.getColumn("id", UUID.class),
                row.getColumn("participant_id", UUID.class),
                row.getColumn("display_name", String.class),
                row.getColumn("prompt", String.class),
                row.getColumn("handed_in_at", Instant.class));
    }

    /** The JPEG, unless it was taken back meanwhile. */
    Optional<byte[]> picture(UUID id) {
        return database.withHandle(handle -> handle.select("select picture from handed_in_work where id = ?", id)
                .mapTo(byte[].class)
                .findOne());
    }

    /** Of all classrooms, what was handed in, the latest first. */
    List<WorkOnServer> everywhere(Optional<PageCursor> after, int limit) {
        return database.withHandle(handle -> {
            Query query = handle.createQuery("select id, classroom_id, prompt, handed_in_at from handed_in_work"
                            + (after.isPresent() ? " where (handed_in_at, id) < (:after, :afterId)" : "")
                            + " order by handed_in_at desc, id desc limit :limit")
                    .bind("limit", limit);
            after.ifPresent(cursor -> query.bind("after", cursor.time()).bind("afterId", cursor.uuid()));
            return query.map((RowView row) -> new WorkOnServer(
                            row.getColumn("id", UUID.class),
                            row.getColumn("classroom_id", UUID.class),
                            row.getColumn("prompt", String.class),
                            row.getColumn("handed_in_at", Instant.class)))
                    .list();
        });
    }

    /** Another text whenever something of the classroom comes or goes. */
    String mark(UUID classroom) {
        return database.withHandle(handle -> handle.select(
                        "select count(*) || ' ' || coalesce(max(handed_in_at)::text, '') from handed_in_work"
                                + " where classroom_id = ?",
                        classroom)
                .mapTo(String.class)
                .one());
    }

    /** Deletes one; the classroom that it was in, empty when there is no such picture. */
    Optional<UUID> remove(UUID id) {
        return database.withHandle(
                handle -> handle.select("delete from handed_in_work where id = ? returning classroom_id", id)
                        .mapTo(UUID.class)
                        .findOne());
    }

    int countInClassroom(UUID classroom) {
        return database.withHandle(
                handle -> handle.select("select count(*) from handed_in_work where classroom_id = ?", classroom)
                        .mapTo(Integer.class)
                        .one());
    }

    void deleteAll(UUID classroom) {
        update("delete from handed_in_work where classroom_id = ?", classroom);
    }

    private void update(String sql, Object... values) {
        database.useHandle(handle -> handle.execute(sql, values));
    }
}
