package org.speakdraw.app.stream.session;

import java.util.Optional;
import java.util.UUID;
import org.speakdraw.app.participant.Participant;
import org.speakdraw.app.participant.Participants;
import org.speakdraw.app.platform.ClientAddress;
import org.speakdraw.app.platform.RequestException;

/**
 * Where a session comes from.
 *
 * @param address     of the client as limits count it ({@link ClientAddress#networkOf(String)}); a whole school may
 *     share one
 * @param participant who opens it, where that is known
 * @param classroom   that the participant is in, where that is known
 */
public record SessionOrigin(String address, Optional<UUID> participant, Optional<UUID> classroom) {

    public SessionOrigin {
        address = ClientAddress.networkOf(address);
    }

    /** Whether both are known to be of one participant. */
    boolean sharesParticipant(SessionOrigin other) {
        return participant.isPresent() && participant.equals(other.participant);
    }

    /** Whether both are in one classroom, or behind one address. */
    boolean isNeighbourOf(SessionOrigin other) {
        return address.equals(other.address) || (classroom.isPresent() && classroom.equals(other.classroom));
    }

    /** Somebody, as far as is known. While the database is away everybody may paint; only the limit of the address counts. */
    public static SessionOrigin of(String address, Optional<UUID> participant, Participants participants) {
        Optional<UUID> classroom;
        try {
            classroom =
                    participant.flatMap(id -> participants.find(id).classroom()).map(Participant.Classroom::id);
        } catch (RequestException e) {
            classroom = Optional.empty();
        }
        return new SessionOrigin(address, participant, classroom);
    }

    /** Somebody about whom nothing is known but the address. */
    public static SessionOrigin ofAddress(String address) {
        return new SessionOrigin(address, Optional.empty(), Optional.empty());
    }
}
