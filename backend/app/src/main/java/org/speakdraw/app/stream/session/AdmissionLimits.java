package org.speakdraw.app.stream.session;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.Config;

/**
 * How many sessions one origin may have; {@code microprofile-config.properties} explains each.
 *
 * @param perParticipant     sessions at once of one participant
 * @param perAddress         sessions at once from one address
 * @param perClassroom       sessions at once of one classroom
 * @param reservedPlaces     the last places, which are for addresses with few sessions; a quarter of all at most
 * @param perMinutePerAddress sessions opened a minute from one address
 */
record AdmissionLimits(
        int perParticipant, int perAddress, int perClassroom, int reservedPlaces, int perMinutePerAddress) {

    AdmissionLimits {
        require("max-sessions-per-participant", perParticipant, 1);
        require("max-sessions-per-address", perAddress, 1);
        require("max-sessions-per-classroom", perClassroom, 1);
        require("reserved-places", reservedPlaces, 0);
        require("max-opened-per-minute-per-address", perMinutePerAddress, 1);
    }

    private static void require(String name, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException("speakdraw.admission." + name + " is " + value + ", at least " + least);
        }
    }

    /** Reads the configuration once, at start. */
    @Singleton
    static class Reader {

        @Produces
        @Singleton
        AdmissionLimits read(Config config) {
            return new AdmissionLimits(
                    config.getValue("speakdraw.admission.max-sessions-per-participant", int.class),
                    config.getValue("speakdraw.admission.max-sessions-per-address", int.class),
                    config.getValue("speakdraw.admission.max-sessions-per-classroom", int.class),
                    config.getValue("speakdraw.admission.reserved-places", int.class),
                    config.getValue("speakdraw.admission.max-opened-per-minute-per-address", int.class));
        }
    }
}
