package org.speakdraw.launcher.server;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

    private static final int EXPLANATION_LINES = 12;
    private static final int MOST_BYTES = 1 << 20;

    /** Whether the server has given up on the application. */
    public boolean bootFailed() {
        return text().contains(STARTED_WITH_ERRORS);
    }

    /** The last errors, one a line below a colon, and where to read on; for the end of a message. */
    public String explanation() {
        Stream<String> printed = lines(read(console, 0)).stream();
        List<String> errors = Stream.concat(printed, lines(text()).stream().filter(ServerLog::tellsOfFailure))
                .toList();
        List<String> last = errors.subList(Math.max(0, errors.size() - EXPLANATION_LINES), errors.size());
        String body = last.isEmpty() ? "" : ":\n  " + String.join("\n  ", last);
        return body + "\n(see " + file + ")";
    }

    private static boolean tellsOfFailure(String line) {
        return line.contains(" ERROR ") || line.contains(" FATAL ") || line.startsWith("Caused by:");
    }

    private static List<String> lines(String text) {
        return text.lines().filter(line -> !line.isBlank()).map(String::strip).toList();
    }

    private String text() {
        return read(file, from);
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
