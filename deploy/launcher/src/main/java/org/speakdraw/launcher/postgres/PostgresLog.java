package org.speakdraw.launcher.postgres;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What PostgreSQL and its programs write. Kept bounded by copying it away and emptying it, which is safe since all
 * writers append.
 *
 * @param file the log
 */
record PostgresLog(Path file) {

    private static final long LIMIT_BYTES = 10L << 20;
    private static final int MOST_BYTES = 1 << 20;

    /** A program's own word for what went wrong; what follows in a log is only what came of it. */
    private static final Pattern CAUSE = Pattern.compile(
            "(?:PANIC|FATAL|(?:initdb|pg_ctl)(?:: error)?):\\s+(?!error:|warning:|hint:|detail:|removing )(.*)");

    /** Refused visitors, which happen while a database starts or stops, end nothing. */
    private static final Pattern VISITOR =
            Pattern.compile("the database system is |terminating connection|authentication failed|too many clients");

    private static final Pattern ORDER = Pattern.compile("received (smart|fast|immediate) shutdown request");

    /** Where it ends now; what is written later, {@link #causeSince} finds. */
    long mark() throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }

    /** The first line after {@code mark} that says why PostgreSQL could not go on. */
    Optional<String> causeSince(long mark) {
        String text = textSince(mark);
        Optional<String> cause = text.lines()
                .map(CAUSE::matcher)
                .filter(Matcher::find)
                .map(match -> match.group(1).strip())
                .filter(line -> !VISITOR.matcher(line).find())
                .findFirst();
        if (cause.isPresent()) {
            return cause;
        }
        Matcher order = ORDER.matcher(text);
        return order.find()
                ? Optional.of("somebody told it to stop (" + order.group(1) + " shutdown)")
                : Optional.empty();
    }

    /** Moves a log that has become large aside; one former log is kept. */
    void bound() throws IOException {
        if (mark() > LIMIT_BYTES) {
            Files.copy(file, file.resolveSibling(file.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
            try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "rw")) {
                log.setLength(0);
            }
        }
    }

    private String textSince(long mark) {
        if (!Files.exists(file)) {
            return "";
        }
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            // Shorter than it was: emptied meanwhile, so all of it is new.
            long start = in.length() < mark ? 0 : mark;
            byte[] bytes = new byte[(int) Math.min(in.length() - start, MOST_BYTES)];
            in.seek(start);
            in.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }
}
