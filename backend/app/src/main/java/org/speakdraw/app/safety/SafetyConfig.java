package org.speakdraw.app.safety;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.config.Config;

/**
 * How strict the server is; {@code microprofile-config.properties} explains each.
 *
 * @param words      whose words are looked at
 * @param moreWords  that are refused beside those of the lists, in the same form
 * @param pictures   whose pictures are looked at
 * @param threshold  from which on a picture is covered, 0..1
 * @param interval   after which the pictures of a session are looked at again
 * @param cpuShare   of all cores that looking at pictures may take, 0..1
 * @param approval   whether presets for everyone wait for an administrator
 * @param hiding     different people whose reports hide a thing until it is decided
 * @param answer     after which reports that a teacher has not answered come to an administrator
 */
public record SafetyConfig(
        SafetyScope words,
        List<String> moreWords,
        SafetyScope pictures,
        double threshold,
        Duration interval,
        double cpuShare,
        boolean approval,
        int hiding,
        Duration answer) {

    public SafetyConfig {
        moreWords = List.copyOf(moreWords);
        requireUnit("speakdraw.safety.picture-threshold", threshold);
        requireUnit("speakdraw.safety.cpu-share", cpuShare);
        if (hiding < 1) {
            throw new IllegalArgumentException("speakdraw.safety.hiding-reports is " + hiding + ", at least 1");
        }
        if (answer.isNegative()) {
            throw new IllegalArgumentException("speakdraw.safety.answer-hours is " + answer.toHours() + ", at least 0");
        }
        if (interval.toMillis() < 100) {
            throw new IllegalArgumentException(
                    "speakdraw.safety.interval-ms is " + interval.toMillis() + ", at least 100");
        }
    }

    private static void requireUnit(String property, double value) {
        if (!(value > 0 && value <= 1)) {
            throw new IllegalArgumentException(property + " is " + value + "; it is over 0 and at most 1");
        }
    }

    /** Reads the configuration once, at start. */
    @Singleton
    static class Reader {

        @Produces
        @Singleton
        SafetyConfig read(Config config) {
            return new SafetyConfig(
                    scope(config, "speakdraw.safety.words"),
                    config.getOptionalValues("speakdraw.safety.more-words", String.class)
                            .orElse(List.of()),
                    scope(config, "speakdraw.safety.pictures"),
                    config.getValue("speakdraw.safety.picture-threshold", double.class),
                    Duration.ofMillis(config.getValue("speakdraw.safety.interval-ms", long.class)),
                    config.getValue("speakdraw.safety.cpu-share", double.class),
                    config.getValue("speakdraw.safety.approve-presets", boolean.class),
                    config.getValue("speakdraw.safety.hiding-reports", int.class),
                    Duration.ofHours(config.getValue("speakdraw.safety.answer-hours", int.class)));
        }

        private static SafetyScope scope(Config config, String property) {
            return SafetyScope.of(property, config.getValue(property, String.class));
        }
    }
}
