package org.speakdraw.launcher.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.speakdraw.launcher.checks.Failure;
import org.speakdraw.launcher.checks.LaunchException;

/** Runs PostgreSQL's programs to their end, their output appended to the database's log. */
final class PostgresPrograms {

    private final PostgresBinaries binaries;
    private final PostgresLog log;
    private final List<String> prefix;

    PostgresPrograms(PostgresBinaries binaries, PostgresLog log) {
        this.binaries = binaries;
        this.log = log;
        this.prefix = isRoot() || isNameless() ? unshare() : List.of();
    }

    /** Runs one program and returns its exit status. */
    int run(String program, List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(prefix);
        command.add(binaries.program(program).toString());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.file().toFile()));
        // The programs parse each other's output.
        builder.environment().put("LC_ALL", "C");
        builder.environment().keySet().removeIf(name -> name.startsWith("PG") || name.startsWith("SPEAKDRAW_"));
        Process process = builder.start();
        process.getOutputStream().close();
        return process.waitFor();
    }

    PostgresLog log() {
        return log;
    }

    /** The major version of these programs, for example 18. */
    int majorVersion() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(binaries.program("postgres").toString(), "--version")
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        Matcher version = Pattern.compile("\\(PostgreSQL\\) (\\d+)").matcher(text);
        if (!version.find()) {
            throw new LaunchException(
                    Failure.DATABASE, "The embedded PostgreSQL does not run on this machine: " + text.strip());
        }
        return Integer.parseInt(version.group(1));
    }

    /** A user without a name has no entry in passwd, as in a container with a made-up user id; initdb wants one. */
    private static boolean isNameless() {
        return !PostgresBinaries.isWindows() && "?".equals(System.getProperty("user.name"));
    }

    private static boolean isRoot() {
        return !PostgresBinaries.isWindows() && "root".equals(System.getProperty("user.name"));
    }

    /**
     * PostgreSQL refuses to run as root, and for a user without a name. In a user namespace of its own, without a
     * mapping, it sees neither: there everybody is nobody.
     */
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
        if (!isRoot()) {
            // It may work nevertheless; if not, the program says why.
            return List.of();
        }
        throw new LaunchException(
                Failure.DATABASE,
                "PostgreSQL does not run as root, and this machine allows no user namespace;"
                        + " start SpeakDraw as another user, or name a database in SPEAKDRAW_DATABASE_URL.");
    }
}
