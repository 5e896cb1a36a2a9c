package org.speakdraw.app.participant;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.speakdraw.app.participant.Participant.Classroom;
import org.speakdraw.app.participant.Participant.Role;

/** Participants and classrooms in PostgreSQL. Every method works in the caller's transaction. */
@Singleton
public class ParticipantStore {

    /** Makes the participant, unless it is known. */
    public void ensure(Connection connection, UUID participant) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("insert into participant (id) values (?) on conflict (id) do nothing")) {
            insert.setObject(1, participant);
            insert.executeUpdate();
        }
    }

    /** What is known about the participant. */
    public Optional<Participant> find(Connection connection, UUID participant) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("""
                select p.display_name, p.role, c.id as classroom, c.name, c.join_code
                from participant p left join classroom c on c.id = p.classroom_id
                where p.id = ?
                """)) {
            query.setObject(1, participant);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? Optional.of(read(participant, row)) : Optional.empty();
            }
        }
    }

    private static Participant read(UUID id, ResultSet row) throws SQLException {
        UUID classroom = row.getObject("classroom", UUID.class);
        return new Participant(
                id,
                row.getString("display_name"),
                Role.of(row.getString("role")),
                Optional.ofNullable(classroom == null ? null : readClassroom(classroom, row)));
    }

    private static Classroom readClassroom(UUID id, ResultSet row) throws SQLException {
        return new Classroom(id, row.getString("name"), row.getString("join_code"));
    }

    void rename(Connection connection, UUID participant, String name) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("update participant set display_name = ? where id = ?")) {
            update.setString(1, name);
            update.setObject(2, participant);
            update.executeUpdate();
        }
    }

    /** False when the join code is taken; nothing is changed then. */
    boolean insert(Connection connection, Classroom classroom) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into classroom (id, name, join_code) values (?, ?, ?) on conflict (join_code) do nothing")) {
            insert.setObject(1, classroom.id());
            insert.setString(2, classroom.name());
            insert.setString(3, classroom.joinCode());
            return insert.executeUpdate() == 1;
        }
    }

    Optional<UUID> findClassroom(Connection connection, String joinCode) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("select id from classroom where join_code = ?")) {
            query.setString(1, joinCode);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? Optional.of(row.getObject(1, UUID.class)) : Optional.empty();
            }
        }
    }

    /** Puts the participant into {@code classroom}, or out of any. */
    void move(Connection connection, UUID participant, Optional<UUID> classroom, Role role) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("update participant set classroom_id = ?, role = ? where id = ?")) {
            update.setObject(1, classroom.orElse(null));
            update.setString(2, role.id());
            update.setObject(3, participant);
            update.executeUpdate();
        }
    }

    /** Leaves the people of the classroom without one. */
    void empty(Connection connection, UUID classroom) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "update participant set classroom_id = null, role = 'student' where classroom_id = ?")) {
            update.setObject(1, classroom);
            update.executeUpdate();
        }
    }

    /** Deletes the participant with everything of it: all that refers to it cascades. */
    void delete(Connection connection, UUID participant) throws SQLException {
        delete(connection, "delete from participant where id = ?", participant);
    }

    /** Deletes the classroom with everything of everybody in it: all that refers to it cascades. */
    void deleteClassroom(Connection connection, UUID classroom) throws SQLException {
        delete(connection, "delete from classroom where id = ?", classroom);
    }

    private static void delete(Connection connection, String sql, UUID id) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(sql)) {
            delete.setObject(1, id);
            delete.executeUpdate();
        }
    }
}
