package org.speakdraw.app.participant;

import com.fasterxml.jackson.annotation.JsonValue;
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

    /** A group of people who share presets. */
    public record Classroom(UUID id, String name, String joinCode) {}

    /** What somebody is in the classroom. */
    public enum Role {
        STUDENT,
        TEACHER;

        /** The name on the wire and in the database. */
        @JsonValue
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Role of(String id) {
            return valueOf(id.toUpperCase(Locale.ROOT));
        }
    }
}
