package org.speakdraw.app.participant;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.Optional;
import java.util.UUID;
import org.speakdraw.app.participant.Participant.Classroom;
import org.speakdraw.app.participant.Participant.Role;

/**
 * A participant as {@code GET /api/me} answers.
 *
 * @param id        null for somebody without a cookie
 * @param name      empty when none was given
 * @param classroom null for somebody in none
 */
@JsonInclude(Include.ALWAYS)
public record ParticipantView(Optional<UUID> id, String name, Role role, Optional<ClassroomView> classroom) {

    /**
     * A classroom.
     *
     * @param joinCode shown to its teacher only
     */
    public record ClassroomView(UUID id, String name, Optional<String> joinCode) {}

    /** What {@code participant} may know about itself. */
    public static ParticipantView of(Participant participant) {
        boolean teacher = participant.role() == Role.TEACHER;
        return new ParticipantView(
                Optional.of(participant.id()),
                participant.name(),
                participant.role(),
                participant.classroom().map(room -> describe(room, teacher)));
    }

    private static ClassroomView describe(Classroom room, boolean teacher) {
        return new ClassroomView(
                room.id(), room.name(), Optional.of(room.joinCode()).filter(code -> teacher));
    }

    /** Somebody who has no cookie. */
    static ParticipantView nobody() {
        return new ParticipantView(Optional.empty(), "", Role.STUDENT, Optional.empty());
    }
}
