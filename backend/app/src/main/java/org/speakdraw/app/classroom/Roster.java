package org.speakdraw.app.classroom;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.speakdraw.app.classroom.ClassroomStore.Member;
import org.speakdraw.app.participant.Participant.Role;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.RequestException;

/** The students of a lesson, on numbered seats. Guarded by the room. */
final class Roster {

    private final Map<UUID, Student> students = new LinkedHashMap<>();
    private int seats;

    /**
     * Takes over who is in the classroom.
     *
     * @return whether anybody came, went or has another name
     */
    boolean update(List<Member> members) {
        List<Member> enrolled =
                members.stream().filter(member -> member.role() == Role.STUDENT).toList();
        Set<UUID> ids = enrolled.stream().map(Member::id).collect(Collectors.toSet());
        boolean changed = students.keySet().retainAll(ids);
        // In their order, so that several who come at once get their seats by name and not by chance.
        for (Member member : enrolled) {
            Student known = students.get(member.id());
            if (known == null) {
                students.put(member.id(), new Student(member.id(), ++seats, member.name()));
                changed = true;
            } else {
                changed |= known.rename(member.name());
            }
        }
        return changed;
    }

    Collection<Student> all() {
        return students.values();
    }

    Set<UUID> ids() {
        return Set.copyOf(students.keySet());
    }

    Optional<Student> find(UUID student) {
        return Optional.ofNullable(students.get(student));
    }

    Optional<Student> find(int seat) {
        return students.values().stream()
                .filter(student -> student.seat() == seat)
                .findFirst();
    }

    /** @throws RequestException {@code student-unknown} */
    Student require(UUID student) {
        return find(student)
                .orElseThrow(() ->
                        new RequestException(ApiError.STUDENT_UNKNOWN, "There is no such student in the classroom."));
    }

    /** @throws RequestException {@code student-unknown} */
    Student require(int seat) {
        return find(seat)
                .orElseThrow(() -> new RequestException(
                        ApiError.STUDENT_UNKNOWN, "There is no student with the number " + seat + "."));
    }
}
