package org.speakdraw.app.classroom;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.result.RowView;
import org.speakdraw.app.participant.Participant.Role;
import org.speakdraw.app.platform.Database;
import org.speakdraw.app.platform.Secret;

/** Classrooms and who is in them, in PostgreSQL. Every method works in the thread's transaction, or in one of its own. */
@Singleton
public class ClassroomStore {

    private static final String COLUMNS =
            "select id, name, join_code, open, view_digest is not null as shared, naming, names, lobby from classroom";

    private final Database database;

    @Inject
    public ClassroomStore(Database database) {
        this.database = database;
    }

    /** Somebody in a classroom; the name is empty when none was given. */
    record Member(UUID id, String name, Role role) {}

    Optional<Classroom> find(UUID classroom) {
        return database.withHandle(handle -> handle.select(COLUMNS + " where id = ?", classroom)
                .map(ClassroomStore::read)
                .findOne());
    }

    Optional<Classroom> findByCode(String joinCode) {
        return database.withHandle(handle -> handle.select(COLUMNS + " where join_code = ?", joinCode)
                .map(ClassroomStore::read)
                .findOne());
    }

    private static Classroom read(RowView row) {
        return new Classroom(
                row.getColumn("id", UUID.class),
                row.getColumn("name", String.class),
                row.getColumn("join_code", String.class),
                row.getColumn("open", Boolean.class),
                row.getColumn("shared", Boolean.class),
                new Entry(
                        Naming.of(row.getColumn("naming", String.class)),
                        List.of(row.getColumn("names", String[].class)),
                        row.getColumn("lobby", Boolean.class)));
    }

    /** Whether {@code key} is that of the classroom's projector. */
    boolean isSharedBy(UUID classroom, String key) {
        return database.withHandle(handle -> handle.select(
                        "select 1 from classroom where id = ? and view_digest = ?",
                        classroom,
                        Secret.of(key).digest())
                .mapTo(Integer.class)
                .findOne()
                .isPresent());
    }

    /** Everybody in the classroom, at most {@code limit}: the teacher first, then in the order of their names. */
    List<Member> members(UUID classroom, int limit) {
        return database.withHandle(handle -> handle.select(
                        "select id, display_name, role from participant where classroom_id = ?"
                                + " order by role desc, lower(display_name), id limit ?",
                        classroom,
                        limit)
                .map(row -> new Member(
                        row.getColumn("id", UUID.class),
                        row.getColumn("display_name", String.class),
                        Role.valueOf(row.getColumn("role", String.class).toUpperCase(java.util.Locale.ROOT))))
                .list());
    }

    /** False when the join code is taken; nothing is changed then. */
    boolean insert(UUID id, String name, String joinCode) {
        return 1
                == update(
                        "insert into classroom (id, name, join_code) values (?, ?, ?) on conflict (join_code) do nothing",
                        id,
                        name,
                        joinCode);
    }

    /** False when the join code is taken; nothing is changed then. */
    boolean recode(UUID classroom, String joinCode) {
        return 1
                == update(
                        "update classroom set join_code = ? where id = ?"
                                + " and not exists (select from classroom other where other.join_code = ?)",
                        joinCode,
                        classroom,
                        joinCode);
    }

    /** Nobody else has it locked until the transaction ends. */
    void lock(UUID classroom) {
        database.withHandle(
                handle -> handle.select("select id from classroom where id = ? for no key update", classroom)
                        .mapTo(UUID.class)
                        .findOne());
    }

    void setOpen(UUID classroom, boolean open) {
        update("update classroom set open = ? where id = ?", open, classroom);
    }

    void setEntry(UUID classroom, Entry entry) {
        update(
                "update classroom set naming = ?, names = ?, lobby = ? where id = ?",
                entry.naming().id(),
                entry.names().toArray(String[]::new),
                entry.lobby(),
                classroom);
    }

    /** Gives the projector's address another key, or takes it back. */
    void share(UUID classroom, Optional<Secret> key) {
        update(
                "update classroom set view_digest = ? where id = ?",
                key.map(Secret::digest).orElse(null),
                classroom);
    }

    /** The participant is there now; kept to the hour. */
    void seen(UUID participant) {
        update(
                "update participant set seen_at = now() where id = ? and seen_at < now() - interval '1 hour'",
                participant);
    }

    /** Takes out the students who were not seen for {@code time}; how many there were. */
    int takeOutUnseen(UUID classroom, Duration time) {
        return update(
                "update participant set classroom_id = null where classroom_id = ? and role = 'student'"
                        + " and seen_at < now() - ? * interval '1 second'",
                classroom,
                time.toSeconds());
    }

    /** Puts the participant, who is there now, into {@code classroom}, or out of any. */
    void move(UUID participant, Optional<UUID> classroom, Role role) {
        update(
                "update participant set classroom_id = ?, role = ?, seen_at = now() where id = ?",
                classroom,
                role.id(),
                participant);
    }

    /** False when the participant is no student of the classroom; nothing is changed then. */
    boolean takeOut(UUID classroom, UUID student) {
        return 1
                == update(
                        "update participant set classroom_id = null where id = ? and classroom_id = ? and role = 'student'",
                        student,
                        classroom);
    }

    /** Leaves the people of the classroom without one. */
    void empty(UUID classroom) {
        update("update participant set classroom_id = null, role = 'student' where classroom_id = ?", classroom);
    }

    /** Deletes the classroom with everybody in it, and all that is left of theirs: what refers to it cascades. */
    void delete(UUID classroom) {
        update("delete from classroom where id = ?", classroom);
    }

    /** How many rows there were. */
    private int update(String sql, @org.jspecify.annotations.Nullable Object... values) {
        return database.withHandle(handle -> handle.execute(sql, values));
    }
}
