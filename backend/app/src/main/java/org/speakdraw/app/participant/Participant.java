package org.speakdraw.app.participant;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * What is known about somebody.
 *
 * @param id        made from the secret
 * @param name      as given; empty when none was
 * @param role      in the classroom
 * @param classroom that the participant is in
 */
public record Participant(UUID id, String name, Role role, Optional<Classroom> classroom) {

    /** Somebody about whom nothing is kept yet. */
    static Participant unknown(UUID id) {
        return new Participant(id, "", Role.STUDENT, Optional.empty());
    }

    /** Whether this is the teacher of the classroom with this id. */
    public boolean teaches(UUID classroomId) {
        return role == Role.TEACHER
                && classroom.filter(each -> each.id().equals(classroomId)).isPresent();
    }

    /** As {@code GET /api/me} answers; only the teacher sees the join code. */
    JsonObject toJson() {
        return Json.createObjectBuilder()
                .add("id", id.toString())
                .add("name", name)
                .add("role", role.id())
                .add("classroom", classroom.<JsonValue>map(this::describe).orElse(JsonValue.NULL))
                .build();
    }

    private JsonObject describe(Classroom room) {
        var json = Json.createObjectBuilder().add("id", room.id().toString()).add("name", room.name());
        if (role == Role.TEACHER) {
            json.add("joinCode", room.joinCode());
        }
        return json.build();
    }

    /** A group of people who share presets. */
    public record Classroom(UUID id, String name, String joinCode) {}

    /** What somebody is in the classroom. */
    public enum Role {
        STUDENT,
        TEACHER;

        /** The name on the wire and in the database. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Role of(String id) {
            return valueOf(id.toUpperCase(Locale.ROOT));
        }
    }
}
