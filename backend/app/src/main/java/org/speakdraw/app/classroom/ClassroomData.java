package org.speakdraw.app.classroom;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.speakdraw.app.participant.Participant;
import org.speakdraw.app.participant.Participant.Role;
import org.speakdraw.app.participant.ParticipantStore;
import org.speakdraw.app.participant.PersonalArchive;
import org.speakdraw.app.participant.PersonalData;

/**
 * What was handed in. Which classroom somebody is in is part of what {@code /api/me} says; a lesson is kept nowhere.
 */
@Singleton
public class ClassroomData implements PersonalData {

    private final ClassroomStore store;
    private final ParticipantStore people;
    private final HandedInWorkStore works;

    @Inject
    public ClassroomData(ClassroomStore store, ParticipantStore people, HandedInWorkStore works) {
        this.store = store;
        this.people = people;
        this.works = works;
    }

    /** The pictures, and a list of them. */
    @Override
    public void export(UUID participant, PersonalArchive archive) throws IOException {
        List<HandedInWork> handedIn = works.ofParticipant(participant);
        archive.add("handed-in/works.json", handedIn);
        for (HandedInWork work : handedIn) {
            Optional<byte[]> jpeg = works.picture(work.id());
            if (jpeg.isPresent()) {
                archive.add("handed-in/" + work.id() + ".jpg", jpeg.get());
            }
        }
    }

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
