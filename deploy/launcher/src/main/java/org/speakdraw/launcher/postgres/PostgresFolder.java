package org.speakdraw.launcher.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.speakdraw.launcher.checks.Failure;
import org.speakdraw.launcher.checks.LaunchException;
import org.speakdraw.launcher.instance.Folders;
import org.speakdraw.launcher.instance.PrivateFile;

/**
 * The data folder, and how it is made. It gets its final name when it is complete: a broken-off attempt leaves nothing
 * half-made.
 */
final class PostgresFolder {

    private final PostgresPrograms programs;
    private final Path folder;

    PostgresFolder(PostgresPrograms programs, Path folder) {
        this.programs = programs;
        this.folder = folder;
    }

    void create(String administratorPassword) throws IOException, InterruptedException {
        Path draft = folder.resolveSibling("postgres.new");
        Path passwordFile = folder.resolveSibling("postgres.new.password");
        Folders.delete(draft);
        Folders.delete(passwordFile);
        PrivateFile.write(passwordFile, administratorPassword.getBytes(StandardCharsets.UTF_8));
        try {
            long mark = programs.log().mark();
            int status = programs.run(
                    "initdb",
                    List.of(
                            "--pgdata=" + draft,
                            "--username=postgres",
                            "--auth=scram-sha-256",
                            "--pwfile=" + passwordFile,
                            "--encoding=UTF8",
                            // The same order and the same lower case on every machine, umlauts included.
                            "--locale=C",
                            "--locale-provider=builtin",
                            "--builtin-locale=C.UTF-8",
                            "--no-instructions"));
            if (status != 0) {
                throw new LaunchException(
                        Failure.DATABASE,
                        "The embedded database could not be set up in " + folder + ": "
                                + programs.log().causeSince(mark).orElse("initdb ended with status " + status)
                                + " (see "
                                + programs.log().file() + ").");
            }
        } finally {
            Folders.delete(passwordFile);
        }
        Files.move(draft, folder, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Fails when the folder is of another major version, which these programs cannot read. */
    void requireReadable() throws IOException, InterruptedException {
        String made = Files.readString(folder.resolve("PG_VERSION")).strip();
        String ours = Integer.toString(programs.majorVersion());
        if (!made.equals(ours)) {
            throw new LaunchException(
                    Failure.DATABASE,
                    "The database in " + folder + " was made by PostgreSQL " + made
                            + ", but this SpeakDraw brings PostgreSQL "
                            + ours
                            + ", which cannot read it: save it with the SpeakDraw that made it (pg_dump), or convert it"
                            + " with pg_upgrade, or start with another data directory (--data).");
        }
    }
}
