package org.speakdraw.app.stream.still;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.Config;

/**
 * How many single pictures there may be; {@code microprofile-config.properties} explains each.
 *
 * @param atOnce  painted at once
 * @param places  of those that wait and those that are painted
 */
public record StillLimits(int atOnce, int places) {

    public StillLimits {
        if (atOnce < 1 || places < atOnce) {
            throw new IllegalArgumentException("speakdraw.pictures.at-once is " + atOnce
                    + ", at least 1; speakdraw.pictures.max-waiting is " + places + ", at least as many");
        }
    }

    /** Reads the configuration once, at start. */
    @Singleton
    static class Reader {

        @Produces
        @Singleton
        StillLimits read(Config config) {
            return new StillLimits(
                    config.getValue("speakdraw.pictures.at-once", int.class),
                    config.getValue("speakdraw.pictures.max-waiting", int.class));
        }
    }
}
