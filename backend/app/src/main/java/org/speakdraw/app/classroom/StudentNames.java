package org.speakdraw.app.classroom;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.speakdraw.app.classroom.ClassroomStore.Member;
import org.speakdraw.app.participant.NamePolicy;
import org.speakdraw.app.participant.Participant;
import org.speakdraw.app.participant.Participant.Role;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.safety.WordFilter;

/** How students are called in their classroom. Works in the thread's transaction. Thread-safe. */
@Singleton
public class StudentNames implements NamePolicy {

    private final ClassroomStore store;
    private final GuestStore guests;
    private final WordFilter words;
    private final SecureRandom random = new SecureRandom();

    @Inject
    public StudentNames(ClassroomStore store, GuestStore guests, WordFilter words) {
        this.store = store;
        this.guests = guests;
        this.words = words;
    }

    /** Whoever is in a class whose teacher says how students are called keeps that name. */
    @Override
    public void requireFree(Participant participant) {
        boolean given = participant.role() == Role.STUDENT
                && participant
                        .classroom()
                        .flatMap(in -> store.find(in.id()))
                        .filter(classroom -> classroom.entry().naming() != Naming.TYPED)
                        .isPresent();
        if (given) {
            throw new RequestException(ApiError.NAME_GIVEN, "In this class your teacher decides on names.");
        }
    }

    /**
     * The name that a student types, where that is how they are called. It alone is looked through: what the teacher or the
     * school says that somebody is called is a name, whatever it means in whichever language.
     *
     * @throws RequestException {@code words-refused}
     */
    Optional<String> typed(Classroom classroom, Optional<String> wish) {
        Optional<String> name = wish.filter(typed -> classroom.entry().naming() == Naming.TYPED);
        name.ifPresent(words::requireFit);
        return name;
    }

    /** Those names of the list that nobody has yet. */
    List<String> free(Classroom classroom) {
        Set<String> taken = taken(classroom, member -> true);
        return classroom.entry().names().stream()
                .filter(name -> !taken.contains(name))
                .toList();
    }

    /**
     * How a newcomer is called who has not {@link #typed} a name.
     *
     * @param wish    what they chose
     * @param account the name of the account that they have signed in with
     * @return may be empty
     * @throws RequestException {@code name-unknown}, {@code name-taken}, {@code sign-in-needed}
     */
    String of(Classroom classroom, Participant newcomer, Optional<String> wish, Optional<String> account) {
        UUID id = newcomer.id();
        return switch (classroom.entry().naming()) {
            // The list of another class may have said anything.
            case TYPED -> words.fits(newcomer.name()) ? newcomer.name() : "";
            case LIST -> chosen(classroom, wish, taken(classroom, other -> !other.equals(id)));
            case PSEUDONYMS ->
                guests.find(classroom.id(), id)
                        .map(Guest::name)
                        .filter(name -> !name.isEmpty())
                        .orElseGet(() -> Pseudonyms.draw(random, taken(classroom, other -> true)));
            case ACCOUNT ->
                account.orElseThrow(() -> new RequestException(
                        ApiError.SIGN_IN_NEEDED, "In this class you sign in with your school's account."));
        };
    }

    private static String chosen(Classroom classroom, Optional<String> wish, Set<String> taken) {
        String name = wish.filter(classroom.entry().names()::contains)
                .orElseThrow(() ->
                        new RequestException(ApiError.NAME_UNKNOWN, "Choose your name from the list of the class."));
        if (taken.contains(name)) {
            throw new RequestException(ApiError.NAME_TAKEN, "Somebody else is " + name + " already. Ask your teacher.");
        }
        return name;
    }

    private Set<String> taken(Classroom classroom, Predicate<UUID> whose) {
        int everybody = LiveClassroom.MAX_STUDENTS + 1;
        return Stream.concat(
                        store.members(classroom.id(), everybody).stream()
                                .filter(member -> whose.test(member.id()))
                                .map(Member::name),
                        guests.list(classroom.id(), everybody).stream()
                                .filter(guest -> guest.standing() == Guest.Standing.WAITING)
                                .filter(guest -> whose.test(guest.id()))
                                .map(Guest::name))
                .collect(Collectors.toSet());
    }
}
