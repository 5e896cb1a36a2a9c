package org.speakdraw.app.classroom;

import java.security.SecureRandom;
import java.util.Locale;
import java.util.Optional;

/**
 * The code by which a student joins a classroom: eight letters and digits out of 27, read out and typed without
 * mistakes and without making words. 282 billion codes and {@link JoinAttempts} keep guessing hopeless.
 */
final class JoinCode {

    private static final String ALPHABET = "23456789BCDFGHJKMNPQRTVWXYZ";
    private static final int LENGTH = 8;

    private JoinCode() {}

    static String draw(SecureRandom random) {
        return random.ints(LENGTH, 0, ALPHABET.length())
                .mapToObj(ALPHABET::charAt)
                .collect(StringBuilder::new, StringBuilder::append, StringBuilder::append)
                .toString();
    }

    /** The code that somebody typed, in any case and with spaces or hyphens; empty when it cannot be one. */
    static Optional<String> parse(String typed) {
        String code = typed.replaceAll("[\\s-]", "").toUpperCase(Locale.ROOT);
        boolean possible = code.length() == LENGTH && code.chars().allMatch(each -> ALPHABET.indexOf(each) >= 0);
        return possible ? Optional.of(code) : Optional.empty();
    }
}
