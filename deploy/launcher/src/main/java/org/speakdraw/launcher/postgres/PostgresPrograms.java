package org.speakdraw.launcher.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.speakdraw.launcher.checks.Failure;
import org.speakdraw.launcher.checks.LaunchException;

/** Runs PostgreSQL's programs to their end, their output appended to the database's log. */
final class PostgresPrograms {

    private final PostgresBinaries binaries;
    private final Path log;
    private final List<String> prefix;

    PostgresPrograms(PostgresBinaries binaries, Path log) {
        this.binaries = binaries;
        this.log = log;
        this.prefix = isRoot() ? unshare() : List.of();
    }

    /** Runs one program and returns its exit status. */
    int run(String program, List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(prefix);
        command.add(binaries.program(program).toString());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        // The programs parse each other's output.
        builder.environment().put("LC_ALL", "C");
        builder.environment().keySet().removeIf(name -> name.startsWith("PG") || name.startsWith("SPEAKDRAW_"));
        Process process = builder.start();
        process.getOutputStream().close();
        return process.waitFor();
    }

    /** The last line of the log that says why something failed. */
    static String lastComplaint(Path log) {
        try {
            List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
            for (int i = lines.size() - 1; i >= 0; i--) {
                String line = lines.get(i);
                int start = Math.max(line.indexOf("FATAL:"), Math.max(line.indexOf("PANIC:"), line.indexOf("error:")));
                if (start >= 0) {
                    return line.substring(start).strip();
                }
            }
            return lines.isEmpty()
                    ? "it said nothing"
                    : lines.get(lines.size() - 1).strip();
        } catch (IOException e) {
            return "it left no log";
        }
    }

    private static boolean isRoot() {
        return !PostgresBinaries.isWindows() && "root".equals(System.getProperty("user.name"));
    }

    /** PostgreSQL refuses to run as root. In a user namespace of its own, without a mapping, it does not see that it is. */
    private static List<String> unshare() {
        try {
            Process probe = new ProcessBuilder("unshare", "-U", "true")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (probe.waitFor() == 0) {
                return List.of("unshare", "-U");
            }
        } catch (IOException e) {
            // Not installed: as good as not allowed.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new LaunchException(
                Failure.DATABASE,
                "PostgreSQL does not run as root, and this machine allows no user namespace;"
                        + " start SpeakDraw as another user, or name a database in SPEAKDRAW_DATABASE_URL.");
    }
}
