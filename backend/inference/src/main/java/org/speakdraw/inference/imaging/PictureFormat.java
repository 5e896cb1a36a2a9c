package org.speakdraw.inference.imaging;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The kinds of picture files that are read and written. */
public enum PictureFormat {
    JPEG("image/jpeg", ".jpg"),
    PNG("image/png", ".png"),
    WEBP("image/webp", ".webp");

    private static final byte[] PNG_SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

    private final String mediaType;
    private final String suffix;

    PictureFormat(String mediaType, String suffix) {
        this.mediaType = mediaType;
        this.suffix = suffix;
    }

    /** What a file is by its first bytes, whatever it is called. */
    static Optional<PictureFormat> of(byte[] file) {
        if (file.length > 2 && file[0] == (byte) 0xFF && file[1] == (byte) 0xD8) {
            return Optional.of(JPEG);
        }
        if (file.length > PNG_SIGNATURE.length
                && Arrays.equals(file, 0, PNG_SIGNATURE.length, PNG_SIGNATURE, 0, PNG_SIGNATURE.length)) {
            return Optional.of(PNG);
        }
        boolean webp = file.length > 12 && startsWith(file, 0, "RIFF") && startsWith(file, 8, "WEBP");
        return webp ? Optional.of(WEBP) : Optional.empty();
    }

    private static boolean startsWith(byte[] file, int from, String text) {
        return new String(file, from, text.length(), StandardCharsets.ISO_8859_1).equals(text);
    }

    /** As HTTP names it. */
    public String mediaType() {
        return mediaType;
    }

    /** In lower case, as programs' settings name it: {@code jpeg}, {@code png}, {@code webp}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** As files end. */
    String suffix() {
        return suffix;
    }
}
