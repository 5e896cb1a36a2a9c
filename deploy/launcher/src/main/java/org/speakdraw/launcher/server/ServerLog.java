package org.speakdraw.launcher.server;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the server has written since one start.
 *
 * @param file    its log, rotated by itself
 * @param console what its process printed
 * @param from    length of the log at that start, in bytes
 */
public record ServerLog(Path file, Path console, long from) {

    /** WildFly's word for "started, but with errors": the application is not there and will not come. */
    private static final String STARTED_WITH_ERRORS = "WFLYSRV0026";

    private static final int MOST_BYTES = 1 << 20;

    /** A message may go over some lines before its stack trace begins. */
    private static final int MESSAGE_LINES = 5;

    /** What a JVM says after it has said why. */
    private static final Pattern CONSEQUENCE = Pattern.compile("^(Error: (Could not create|A fatal exception has)|"
            + "Picked up |\\S+ \\S+ \\S+ VM warning: |\\S+ VM warning: |WARNING: |#\\s*$|# A fatal error)");

    /** Whether the server has given up on the application. */
    public boolean bootFailed() {
        return text().contains(STARTED_WITH_ERRORS);
    }

    /** Bytes written so far: a start that goes on writes. */
    long length() {
        return size(file) + size(console);
    }

    /** Whether the process has printed this lately. */
    boolean printed(String text) {
        return read(console, 0).contains(text);
    }

    /** Why the process could not go on, by what it printed: the first thing it said, without what came of it. */
    Optional<String> printedCause() {
        String text = read(console, 0);
        String first = text.lines()
                .filter(line ->
                        !line.isBlank() && !CONSEQUENCE.matcher(line.strip()).find())
                .takeWhile(line -> !line.startsWith("\tat "))
                .map(String::strip)
                .limit(MESSAGE_LINES)
                .collect(Collectors.joining(" "));
        return ErrorEntry.first(text)
                .flatMap(ErrorEntry::innermostCause)
                .or(() -> Optional.of(first).filter(line -> !line.isEmpty()));
    }

    /** Why the application could not be started: what the first error says, which all later ones follow from. */
    Optional<String> loggedCause() {
        return ErrorEntry.first(text()).map(entry -> entry.innermostCause().orElse(entry.message()));
    }

    /**
     * One error in a log.
     *
     * @param message        its lines up to the stack trace, the first few of them, as one
     * @param innermostCause of its stack trace
     */
    private record ErrorEntry(String message, Optional<String> innermostCause) {

        private static final Pattern ENTRY = Pattern.compile("^\\S+ \\S+ [A-Z]+ +\\[[^]]*] +\\(.*");
        private static final Pattern START = Pattern.compile("^\\S+ \\S+ (ERROR|FATAL) +\\[[^]]*] +\\([^)]*\\) +(.*)");
        private static final Pattern CAUSED_BY = Pattern.compile("^Caused by: (?:[\\w.$]+: )?(.*)");

        /** The first one that has a cause, or else the first one: some only list what is missing. */
        static Optional<ErrorEntry> first(String text) {
            List<ErrorEntry> entries = new ArrayList<>();
            List<String> lines = new ArrayList<>();
            for (String line : (Iterable<String>) text.lines()::iterator) {
                if (ENTRY.matcher(line).find()) {
                    of(lines).ifPresent(entries::add);
                    lines.clear();
                }
                lines.add(line);
            }
            of(lines).ifPresent(entries::add);
            return entries.stream()
                    .filter(entry -> entry.innermostCause().isPresent())
                    .findFirst()
                    .or(() -> entries.stream().findFirst());
        }

        /** @param lines of one entry; empty unless it is an error */
        private static Optional<ErrorEntry> of(List<String> lines) {
            if (lines.isEmpty()) {
                return Optional.empty();
            }
            Matcher start = START.matcher(lines.get(0));
            if (!start.find()) {
                return Optional.empty();
            }
            String message = Stream.concat(
                            Stream.of(start.group(2)),
                            lines.stream().skip(1).takeWhile(line -> !line.startsWith("\tat ")))
                    .map(String::strip)
                    .limit(MESSAGE_LINES)
                    .collect(Collectors.joining(" "));
            Optional<String> innermostCause = lines.stream()
                    .map(line -> CAUSED_BY.matcher(line.strip()))
                    .filter(Matcher::find)
                    .map(cause -> cause.group(1))
                    .reduce((outer, inner) -> inner);
            return Optional.of(new ErrorEntry(message, innermostCause));
        }
    }

    private String text() {
        return read(file, from);
    }

    private static long size(Path path) {
        try {
            return Files.exists(path) ? Files.size(path) : 0;
        } catch (IOException e) {
            return 0;
        }
    }

    private static String read(Path path, long from) {
        if (!Files.exists(path)) {
            return "";
        }
        try (RandomAccessFile in = new RandomAccessFile(path.toFile(), "r")) {
            long length = in.length();
            // Shorter than it was: rotated meanwhile, so all of it is new.
            long start = Math.max(length < from ? 0 : from, length - MOST_BYTES);
            byte[] bytes = new byte[(int) (length - start)];
            in.seek(start);
            in.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }
}
