package org.speakdraw.inference.speech;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** GPT-2's {@code bytes_to_unicode}: the printable characters in which a vocabulary spells bytes. Immutable. */
final class ByteAlphabet {

    private final Map<Integer, Integer> bytes = new HashMap<>();

    ByteAlphabet() {
        int others = 256;
        for (int value = 0; value < 256; value++) {
            bytes.put(isPrintable(value) ? value : others++, value);
        }
    }

    /** The bytes that a token's spelling stands for; a character outside the alphabet stands for its UTF-8. */
    byte[] bytes(String spelling) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        spelling.codePoints().forEach(character -> {
            Integer value = bytes.get(character);
            if (value != null) {
                out.write(value);
            } else {
                out.writeBytes(Character.toString(character).getBytes(StandardCharsets.UTF_8));
            }
        });
        return out.toByteArray();
    }

    private static boolean isPrintable(int value) {
        return (value >= '!' && value <= '~') || (value >= 0xA1 && value <= 0xAC) || (value >= 0xAE && value <= 0xFF);
    }
}
