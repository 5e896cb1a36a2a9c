package org.speakdraw.app.classroom;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.speakdraw.app.classroom.RoomTickets.Ticket;
import org.speakdraw.app.fairness.RequestRate;
import org.speakdraw.app.participant.Participant;
import org.speakdraw.app.participant.Participants;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.ClientAddress;
import org.speakdraw.app.platform.RequestException;

/** Who may open a socket of a classroom, and as what. Thread-safe. */
@Singleton
public class RoomDoor {

    /** Of one participant, or of all projectors of an address: pages that come back after every hiccup. */
    private static final int PER_MINUTE = 120;

    private final Participants participants;
    private final ClassroomStore store;
    private final LiveClassrooms lessons;
    private final RoomTickets tickets;
    private final RequestRate rate = new RequestRate(PER_MINUTE);

    @Inject
    public RoomDoor(Participants participants, ClassroomStore store, LiveClassrooms lessons, RoomTickets tickets) {
        this.participants = participants;
        this.store = store;
        this.lessons = lessons;
        this.tickets = tickets;
    }

    /**
     * A ticket for the classroom.
     *
     * @param caller whose cookie came
     * @param view   the projector's key
     * @throws RequestException {@code not-in-the-classroom}, whether or not there is such a classroom;
     *     {@code too-many-requests}, {@code server-full}, {@code database-unavailable}
     */
    String admit(UUID classroom, Optional<UUID> caller, Optional<String> view, String address) {
        String origin =
                view.isEmpty() && caller.isPresent() ? caller.get().toString() : ClientAddress.networkOf(address);
        long nanos = rate.request(origin, System.nanoTime());
        if (nanos > 0) {
            throw RequestException.tooMany(
                    ApiError.TOO_MANY_REQUESTS, "Too many pages came in from you.", Duration.ofNanos(nanos));
        }
        Ticket ticket = (view.isPresent() ? ofProjector(classroom, view.get()) : ofPerson(classroom, caller))
                .orElseThrow(RoomDoor::refused);
        ticket.participant().ifPresent(store::seen);
        lessons.open(classroom);
        String issued = tickets.issue(ticket);
        if (view.isPresent() && !store.isSharedBy(classroom, view.get())) {
            // It was taken back after the first look, perhaps before there was a ticket to take back.
            tickets.redeem(issued);
            throw refused();
        }
        return issued;
    }

    private static RequestException refused() {
        return new RequestException(
                ApiError.NOT_IN_THE_CLASSROOM, "You are not in this classroom, or its address has changed.");
    }

    /** Whoever came by the projector's former key has to go, and does not come in any more. */
    void sendProjectorsAway(UUID classroom) {
        tickets.forgetProjectors(classroom);
        lessons.find(classroom).ifPresent(LiveClassroom::sendProjectorsAway);
    }

    private Optional<Ticket> ofProjector(UUID classroom, String key) {
        return store.isSharedBy(classroom, key)
                ? Optional.of(new Ticket(classroom, RoomRole.PROJECTOR, Optional.empty()))
                : Optional.empty();
    }

    private Optional<Ticket> ofPerson(UUID classroom, Optional<UUID> caller) {
        return caller.map(participants::find)
                .filter(person -> person.classroom()
                        .filter(in -> in.id().equals(classroom))
                        .isPresent())
                .map(person -> new Ticket(classroom, roleOf(person), caller));
    }

    private static RoomRole roleOf(Participant person) {
        return person.role() == Participant.Role.TEACHER ? RoomRole.TEACHER : RoomRole.STUDENT;
    }
}
