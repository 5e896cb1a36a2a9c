package org.speakdraw.inference.audio;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The kinds of file that hold sound, by their first bytes: tells a broken file from one of another kind. */
enum Container {
    WAV(0, "RIFF"),
    WAVE_64(0, "riff"),
    OGG(0, "OggS"),
    WEBM(0, "\u001a\u0045\u00df\u00a3"),
    FLAC(0, "fLaC"),
    MP3(0, "ID3"),
    M4A(4, "ftyp");

    private final int offset;
    private final byte[] magic;

    Container(int offset, String magic) {
        this.offset = offset;
        this.magic = magic.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Whether a file begins like one of them. */
    static boolean looksLikeOne(byte[] file) {
        return Arrays.stream(values()).anyMatch(container -> container.begins(file));
    }

    private boolean begins(byte[] file) {
        int end = offset + magic.length;
        return file.length >= end && Arrays.equals(file, offset, end, magic, 0, magic.length);
    }
}
