package org.speakdraw.app.settings;

import com.fasterxml.jackson.annotation.JsonValue;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Locale;
import org.eclipse.microprofile.config.Config;
import org.speakdraw.inference.imaging.Corner;

/** Where films and saved pictures show that AI made them; that they do is no setting. */
public record BadgePlace(Corner corner) {

    /** As in {@code bottom-right}. */
    @JsonValue
    public String id() {
        return corner.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Reads the configuration once, at start. */
    @Singleton
    static class Reader {

        @Produces
        @Singleton
        BadgePlace read(Config config) {
            String corner = config.getValue("speakdraw.ai-badge.corner", String.class);
            try {
                return new BadgePlace(
                        Corner.valueOf(corner.toUpperCase(Locale.ROOT).replace('-', '_')));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "speakdraw.ai-badge.corner is " + corner
                                + "; it is top-left, top-right, bottom-left or bottom-right",
                        e);
            }
        }
    }
}
