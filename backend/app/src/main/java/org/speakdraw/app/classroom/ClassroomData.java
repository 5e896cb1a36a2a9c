package org.speakdraw.app.classroom;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.UUID;
import org.speakdraw.app.participant.Participant;
import org.speakdraw.app.participant.Participant.Role;
import org.speakdraw.app.participant.ParticipantStore;
import org.speakdraw.app.participant.PersonalArchive;
import org.speakdraw.app.participant.PersonalData;

/** Which classroom somebody is in is part of what {@code /api/me} says; a lesson is kept nowhere. */
@Singleton
public class ClassroomData implements PersonalData {

    private final ClassroomStore store;
    private final ParticipantStore people;

    @Inject
    public ClassroomData(ClassroomStore store, ParticipantStore people) {
        this.store = store;
        this.people = people;
    }

    @Override
    public void export(UUID participant, PersonalArchive archive) {}

    /** A classroom without its teacher is dissolved; its students stay. */
    @Override
    public void deleting(UUID participant) {
        people.find(participant)
                .filter(person -> person.role() == Role.TEACHER)
                .flatMap(Participant::classroom)
                .ifPresent(classroom -> {
                    store.empty(classroom.id());
                    store.delete(classroom.id());
                });
    }
}
