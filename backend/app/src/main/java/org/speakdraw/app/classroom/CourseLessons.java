package org.speakdraw.app.classroom;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.speakdraw.app.account.LinkedLessons;
import org.speakdraw.app.participant.NameRequest;
import org.speakdraw.app.participant.Participant;
import org.speakdraw.app.participant.Participant.Role;
import org.speakdraw.app.participant.Participants;
import org.speakdraw.app.platform.Database;

/** The classrooms to which links in courses of a learning platform lead. Thread-safe. */
@Singleton
public class CourseLessons implements LinkedLessons {

    private final Database database;
    private final ClassroomStore store;
    private final Classrooms classrooms;
    private final Participants participants;

    @Inject
    public CourseLessons(Database database, ClassroomStore store, Classrooms classrooms, Participants participants) {
        this.database = database;
        this.store = store;
        this.classrooms = classrooms;
        this.participants = participants;
    }

    @Override
    public Optional<Lesson> find(UUID id) {
        return database.inTransaction(() -> store.find(id)).map(CourseLessons::describe);
    }

    @Override
    public Lesson taughtBy(UUID teacher, String name) {
        return database.inTransaction(() -> {
            Participant known = participants.find(teacher);
            Participant teaching = known.role() == Role.TEACHER ? known : classrooms.create(teacher, name);
            UUID room = teaching.classroom().orElseThrow().id();
            return describe(classrooms.requireTaught(teacher, room));
        });
    }

    @Override
    public void offerNames(UUID teacher, UUID lesson, List<String> names) {
        if (names.isEmpty() || !participants.find(teacher).teaches(lesson)) {
            return;
        }
        classrooms.change(teacher, lesson, () -> {
            Entry before = classrooms.requireTaught(teacher, lesson).entry();
            if (before.naming() == Naming.TYPED && before.names().isEmpty()) {
                List<String> checked = names.stream()
                        .limit(LiveClassroom.MAX_STUDENTS)
                        .map(NameRequest::check)
                        .toList();
                store.setEntry(lesson, new Entry(Naming.LIST, checked, before.lobby()));
            }
        });
    }

    private static Lesson describe(Classroom classroom) {
        return new Lesson(classroom.id(), classroom.name(), classroom.joinCode());
    }
}
