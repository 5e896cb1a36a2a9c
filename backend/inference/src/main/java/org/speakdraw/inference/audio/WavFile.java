package org.speakdraw.inference.audio;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;

/**
 * Finds the samples of a WAV file whose lengths cannot be relied on: recorders that were cut off leave 0 or 0xFFFFFFFF
 * in the header, and recorders that save in pieces string whole files together.
 *
 * @see <a href="https://www.mmsp.ece.mcgill.ca/Documents/AudioFormats/WAVE/WAVE.html">WAVE specifications</a>
 */
final class WavFile {

    private static final int FORM_BYTES = 12;
    private static final int CHUNK_BYTES = 8;
    private static final int MIN_FORMAT_BYTES = 16;
    private static final int MAX_FORMAT_BYTES = 4096;
    private static final int MAX_PARTS = 10_000;
    /** Sixteen channels of 64 bits; what is larger is a compressed block, which may be cut short. */
    private static final int MAX_SAMPLE_BYTES = 128;

    /**
     * A stretch of samples.
     *
     * @param format contents of the {@code fmt } chunk
     * @param from   index of the first byte in the file
     * @param to     index after the last byte
     */
    private record Part(byte[] format, int from, int to) {}

    private final byte[] file;
    private final List<Part> parts = new ArrayList<>();
    private byte[] format = {};
    /** Where the whole file after the one being read begins, as far as it has been looked for; -1: none. */
    private int next;

    private WavFile(byte[] file) {
        this.file = file;
    }

    /** Whether the file begins like a WAV file of up to 4 GiB (RIFF) or beyond (RF64). */
    static boolean isOne(byte[] file) {
        return formBegins(file, 0);
    }

    /**
     * The file with lengths that are true: one complete WAV file for each stretch of samples of another format.
     *
     * @throws InferenceException {@code audio-invalid}: no samples, or a rate or number of channels out of range
     */
    static List<byte[]> repaired(byte[] file) {
        WavFile wav = new WavFile(file);
        int at = 0;
        while (at >= 0) {
            at = formBegins(file, at) ? at + FORM_BYTES : wav.readChunk(at);
        }
        if (wav.parts.isEmpty()) {
            throw new InferenceException(InferenceError.AUDIO_INVALID, "The file is broken: it has no samples.");
        }
        return wav.joined();
    }

    /** Reads one chunk and returns where the next one begins, or -1. */
    private int readChunk(int at) {
        int body = at + CHUNK_BYTES;
        if (body > file.length) {
            return -1;
        }
        long size = Integer.toUnsignedLong(buffer().getInt(at + 4));
        if (tagged(file, at, "fmt ")) {
            format = format(body, size);
        } else if (tagged(file, at, "data") && format.length > 0) {
            size = readSamples(body, size);
        }
        long next = body + size + (size & 1);
        return next <= file.length ? (int) next : nextForm(body);
    }

    /** Adds the samples of a chunk of the length that its header gives, and returns the length that it has. */
    private long readSamples(int body, long size) {
        int next = nextForm(body);
        int end = next < 0 ? file.length : next;
        // Nothing and everything are what a recorder writes before it knows.
        boolean unknown = size > end - body || (size == 0 && !tagged(file, body, "LIST"));
        int length = unknown ? end - body : (int) size;
        int align = Short.toUnsignedInt(
                ByteBuffer.wrap(format).order(ByteOrder.LITTLE_ENDIAN).getShort(12));
        int whole = align > 0 && align <= MAX_SAMPLE_BYTES ? length / align * align : length;
        if (whole > 0) {
            parts.add(new Part(format, body, body + whole));
        }
        if (parts.size() > MAX_PARTS) {
            throw new InferenceException(InferenceError.AUDIO_INVALID, "The file is in too many pieces.");
        }
        return length;
    }

    private byte[] format(int body, long size) {
        if (size < MIN_FORMAT_BYTES || size > MAX_FORMAT_BYTES || size > file.length - body) {
            throw new InferenceException(
                    InferenceError.AUDIO_INVALID, "The file is broken: its format chunk has " + size + " bytes.");
        }
        int channels = Short.toUnsignedInt(buffer().getShort(body + 2));
        AudioBudget.checkForm(buffer().getInt(body + 4), channels);
        return Arrays.copyOfRange(file, body, body + (int) size);
    }

    /** Where the next whole file begins, or -1. Its mark is too long to be met among samples by chance. */
    private int nextForm(int from) {
        if (next >= 0 && next < from) {
            next = from;
            while (next >= 0 && !wholeFormBegins(next)) {
                next = next < file.length ? next + 1 : -1;
            }
        }
        return next;
    }

    private boolean wholeFormBegins(int at) {
        int first = at + FORM_BYTES;
        return formBegins(file, at)
                && (tagged(file, first, "fmt ") || tagged(file, first, "JUNK") || tagged(file, first, "ds64"));
    }

    private List<byte[]> joined() {
        List<byte[]> files = new ArrayList<>();
        int first = 0;
        while (first < parts.size()) {
            int last = first + 1;
            while (last < parts.size()
                    && Arrays.equals(parts.get(first).format(), parts.get(last).format())) {
                last++;
            }
            files.add(whole(parts.subList(first, last)));
            first = last;
        }
        return files;
    }

    private byte[] whole(List<Part> same) {
        byte[] format = same.get(0).format();
        int bytes = same.stream().mapToInt(part -> part.to() - part.from()).sum();
        int padded = format.length + (format.length & 1);
        ByteBuffer out = ByteBuffer.allocate(FORM_BYTES + 2 * CHUNK_BYTES + padded + bytes)
                .order(ByteOrder.LITTLE_ENDIAN);
        out.put(ascii("RIFF")).putInt(out.capacity() - CHUNK_BYTES).put(ascii("WAVE"));
        out.put(ascii("fmt ")).putInt(format.length).put(format).position(FORM_BYTES + CHUNK_BYTES + padded);
        out.put(ascii("data")).putInt(bytes);
        same.forEach(part -> out.put(file, part.from(), part.to() - part.from()));
        return out.array();
    }

    private static boolean formBegins(byte[] file, int at) {
        return (tagged(file, at, "RIFF") || tagged(file, at, "RF64")) && tagged(file, at + 8, "WAVE");
    }

    private static boolean tagged(byte[] file, int at, String tag) {
        if (at + 4 > file.length) {
            return false;
        }
        for (int i = 0; i < 4; i++) {
            if (file[at + i] != tag.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private ByteBuffer buffer() {
        return ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] ascii(String tag) {
        return tag.getBytes(StandardCharsets.US_ASCII);
    }
}
