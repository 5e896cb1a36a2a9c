package org.speakdraw.app.participant;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
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

    /** Deletes the participant with all of it that {@link ErasureStore} has left: what refers to it cascades. */
    void delete(UUID participant) {
        update("delete from participant where id = ?", participant);
    }

    /** The key that participants' secrets are signed with, 32 bytes: as old as the database. */
    byte[] signingKey() {
        return database.withHandle(handle ->
                handle.select("select key from signing_key").mapTo(byte[].class).one());
    }

    private void update(String sql, Object... values) {
        database.useHandle(handle -> handle.execute(sql, values));
    }
}
