package org.speakdraw.app.recording;

import java.text.Normalizer;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Names of files that are made of a recording: what it is about, and when it was. */
final class FileNames {

    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyy-MM-dd-HHmm", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int MAX_WORDS = 48;

    private FileNames() {}

    /** Such as {@code speakdraw-a-watercolour-fox-2026-11-27-0941.mp4}: letters that every file system takes. */
    static String of(RecordingSummary summary, String extension) {
        String about = summary.title().isEmpty() ? summary.prompt() : summary.title();
        String plain = Normalizer.normalize(about.replace("ß", "ss"), Normalizer.Form.NFD)
                .toLowerCase(Locale.ROOT)
                .replaceAll("\\p{M}+", "")
                .replaceAll("[^a-z0-9]+", "-");
        String words = plain.substring(0, Math.min(MAX_WORDS, plain.length())).replaceAll("^-+|-+$", "");
        return "speakdraw-" + (words.isEmpty() ? "" : words + "-") + DAY.format(summary.startedAt()) + "." + extension;
    }
}
