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
 * What was handed in or reported. Which classroom somebody is in is part of what {@code /api/me} says; a lesson is kept nowhere.
 */
@Singleton
public class ClassroomData implements PersonalData {

    private final ClassroomStore store;
    private final ParticipantStore people;
    private final HandedInWorkStore works;
    private final ReportedPictureStore reported;

    @Inject
    public ClassroomData(
            ClassroomStore store, ParticipantStore people, HandedInWorkStore works, ReportedPictureStore reported) {
        this.store = store;
        this.people = people;
        this.works = works;
        this.reported = reported;
    }

    /** The pictures, a list of those handed in, and what is kept because somebody reported it, but not who. */
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
        int number = 0;
        for (byte[] jpeg : reported.ofStudent(participant)) {
            archive.add("reported/" + ++number + ".jpg", jpeg);
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
