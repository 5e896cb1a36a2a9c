package org.speakdraw.app.participant;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.result.RowView;
import org.speakdraw.app.participant.Participant.Classroom;
import org.speakdraw.app.participant.Participant.Role;
import org.speakdraw.app.platform.Database;

/** Participants in PostgreSQL. Every method works in the thread's transaction, or in one of its own. */
@Singleton
public class ParticipantStore {

    private final Database database;

    @Inject
    public ParticipantStore(Database database) {
        this.database = database;
    }

    /** Makes the participant, unless it is known; it has been seen now. */
    public void ensure(UUID participant) {
        update(
                "insert into participant (id) values (?) on conflict (id) do update set seen_at = now()"
                        + " where participant.seen_at < now() - interval '1 day'",
                participant);
    }

    /** What is known about the participant. */
    public Optional<Participant> find(UUID participant) {
        return database.withHandle(handle -> handle.createQuery("""
                        select p.id, p.display_name, p.role, c.id as classroom, c.name, c.join_code
                        from participant p left join classroom c on c.id = p.classroom_id
                        where p.id = :id
                        """)
                .bind("id", participant)
                .map(ParticipantStore::read)
                .findOne());
    }

    private static Participant read(RowView row) {
        return new Participant(
                row.getColumn("id", UUID.class),
                row.getColumn("display_name", String.class),
                Role.of(row.getColumn("role", String.class)),
                Optional.ofNullable(row.getColumn("classroom", UUID.class))
                        .map(id -> new Classroom(
                                id, row.getColumn("name", String.class), row.getColumn("join_code", String.class))));
    }

    /** Calls the participant otherwise. */
    public void rename(UUID participant, String name) {
        update("update participant set display_name = ? where id = ?", name, participant);
    }

    /** Deletes the participant with everything of it: all that refers to it cascades. */
    void delete(UUID participant) {
        update("delete from participant where id = ?", participant);
    }

    /**
     * Deletes those who were not seen since {@code age} and have neither sessions nor presets, and dissolves the
     * classrooms of which nobody was seen; how many people there were.
     */
    public int deleteForgotten(Instant age) {
        return database.inTransaction(() -> {
            update(
                    "update participant set classroom_id = null, role = 'student' where classroom_id in (select classroom_id"
                            + " from participant group by classroom_id having max(seen_at) < ?)",
                    age);
            update("delete from classroom c where not exists (select from participant p where p.classroom_id = c.id)");
            return update(
                    "delete from participant p where p.seen_at < ? and p.role = 'student'"
                            + " and not exists (select from session s where s.participant_id = p.id)"
                            + " and not exists (select from preset o where o.owner_id = p.id)",
                    age);
        });
    }

    /** The key that participants' secrets are signed with, 32 bytes: as old as the database. */
    byte[] signingKey() {
        return database.withHandle(handle ->
                handle.select("select key from signing_key").mapTo(byte[].class).one());
    }

    /** How many rows there were. */
    private int update(String sql, Object... values) {
        return database.withHandle(handle -> handle.execute(sql, values));
    }
}
