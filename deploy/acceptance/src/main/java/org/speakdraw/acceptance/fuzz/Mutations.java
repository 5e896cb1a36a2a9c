package org.speakdraw.acceptance.fuzz;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** Damage that is done to valid input. */
final class Mutations {

    private static final int MOST_FLIPS = 24;
    private static final int HEAD_BYTES = 64;

    /** Texts that have hurt somebody's server before. */
    private static final List<String> NASTY_TEXTS = List.of(
            "",
            "\u0000",
            "a\u0000b",
            "\uD800",
            "' or '1'='1",
            "'; drop table preset; --",
            "%",
            "\\",
            "a:* & !b | (c",
            "<script>alert(1)</script>",
            "../../etc/passwd",
            "${jndi:ldap://localhost/x}",
            "%s%n",
            "\u202e\u0301\u0301",
            "NaN",
            "1e999",
            "\r\nX-Injected: 1",
            "x".repeat(70_000),
            "fox ".repeat(2_500),
            "\uD83D\uDE00".repeat(500));

    /** Numbers as JSON texts, not all of them valid. */
    private static final List<String> NASTY_NUMBERS = List.of(
            "0",
            "-1",
            "1e308",
            "-1e308",
            "1e999999999",
            "9".repeat(1_200),
            "0." + "3".repeat(5_000),
            "2147483648",
            "-9223372036854775809",
            "0.1",
            "NaN",
            "0x10");

    private Mutations() {}

    /** Flips, cuts, doubles or overwrites some bytes, in the first {@value #HEAD_BYTES} more often than elsewhere. */
    static byte[] damage(byte[] original, RandomGenerator random) {
        byte[] bytes = original.clone();
        int flips = 1 + random.nextInt(MOST_FLIPS);
        for (int i = 0; i < flips && bytes.length > 0; i++) {
            int reach = random.nextBoolean() ? Math.min(HEAD_BYTES, bytes.length) : bytes.length;
            bytes[random.nextInt(reach)] = (byte)
                    switch (random.nextInt(4)) {
                        case 0 -> 0;
                        case 1 -> 255;
                        default -> random.nextInt(256);
                    };
        }
        return switch (random.nextInt(6)) {
            case 0 -> Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
            case 1 -> join(bytes, bytes);
            case 2 -> join(bytes, random(random, random.nextInt(4_096)));
            default -> bytes;
        };
    }

    static byte[] random(RandomGenerator random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    static String text(RandomGenerator random) {
        return pick(NASTY_TEXTS, random);
    }

    /** A JSON value as text: of any type, nested as deep as it likes, or no JSON at all. */
    static String jsonValue(RandomGenerator random) {
        return switch (random.nextInt(10)) {
            case 0, 1 -> quote(text(random));
            case 2, 3 -> pick(NASTY_NUMBERS, random);
            case 4 -> pick(List.of("true", "false", "null"), random);
            case 5 -> "[" + "0,".repeat(random.nextInt(5_000)) + "0]";
            case 6 -> "[".repeat(random.nextInt(3_000));
            case 7 -> "{\"a\":".repeat(random.nextInt(200)) + "1" + "}".repeat(random.nextInt(200));
            case 8 -> "{" + quote(text(random)) + ":" + quote(text(random)) + "}";
            default -> quote("\\ud800".repeat(random.nextInt(3)));
        };
    }

    /** A JSON string, with what cannot stand in one escaped. */
    static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char each = text.charAt(i);
            if (each == '"' || each == '\\') {
                quoted.append('\\').append(each);
            } else if (each < ' ' || Character.isSurrogate(each)) {
                quoted.append(String.format("\\u%04x", (int) each));
            } else {
                quoted.append(each);
            }
        }
        return quoted.append('"').toString();
    }

    static <T> T pick(List<T> from, RandomGenerator random) {
        return from.get(random.nextInt(from.size()));
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] joined = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }
}
