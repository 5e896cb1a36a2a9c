package org.speakdraw.app.stream.session;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.Config;

/**
 * How many sessions one origin may have; {@code microprofile-config.properties} explains each.
 *
 * @param perAddress         sessions at once from one address
 * @param perClassroom       sessions at once of one classroom
 * @param perMinutePerAddress sessions opened a minute from one address
 */
record AdmissionLimits(int perAddress, int perClassroom, int perMinutePerAddress) {

    AdmissionLimits {
        if (perAddress < 1 || perClassroom < 1 || perMinutePerAddress < 1) {
            throw new IllegalArgumentException("speakdraw.admission.max-sessions-per-address is " + perAddress
                    + ", max-sessions-per-classroom " + perClassroom + ", max-opened-per-minute-per-address "
                    + perMinutePerAddress + "; at least 1 each");
        }
    }

    /** Reads the configuration once, at start. */
    @Singleton
    static class Reader {

        @Produces
        @Singleton
        AdmissionLimits read(Config config) {
            return new AdmissionLimits(
                    config.getValue("speakdraw.admission.max-sessions-per-address", int.class),
                    config.getValue("speakdraw.admission.max-sessions-per-classroom", int.class),
                    config.getValue("speakdraw.admission.max-opened-per-minute-per-address", int.class));
        }
    }
}
