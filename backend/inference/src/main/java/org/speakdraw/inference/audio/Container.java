package org.speakdraw.inference.audio;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The kinds of file that hold sound, by their first bytes: tells a broken file from one of another kind. */
enum Container {
    WAV(0, "RIFF"),
    WAVE_64(0, "riff"),
    OGG(0, "OggS"),
    WEBM(0, "\u001aE\u00df\u00a3"),
    FLAC(0, "fLaC"),
    MP3(0, "ID3"),
    M4A(4, "ftyp");

    private final int offset;
    /** The bytes as ISO 8859-1 characters. */
    private final String magic;

    Container(int offset, String magic) {
        this.offset = offset;
        this.magic = magic;
    }

    /** Whether a file begins like one of them. */
    static boolean looksLikeOne(byte[] file) {
        return Arrays.stream(values()).anyMatch(container -> container.begins(file));
    }

    private boolean begins(byte[] file) {
        int length = magic.length();
        return file.length >= offset + length
                && new String(file, offset, length, StandardCharsets.ISO_8859_1).equals(magic);
    }
}
