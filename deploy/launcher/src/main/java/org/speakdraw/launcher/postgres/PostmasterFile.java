package org.speakdraw.launcher.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * {@code postmaster.pid}: what a PostgreSQL that was not stopped leaves behind. It may still run (its launcher was
 * killed), be gone (power cut), or its process id may belong to another program by now, which PostgreSQL itself takes
 * for a running server and refuses to start.
 */
final class PostmasterFile {

    private static final long GRACE_SECONDS = 10;

    private final Path folder;
    private final Path file;

    PostmasterFile(Path folder) {
        this.folder = folder;
        this.file = folder.resolve("postmaster.pid");
    }

    /**
     * Ends what still runs on the folder, so that a new server may start there. Only while the instance is locked.
     *
     * <p>The note itself is removed only where its process id belongs to another program: otherwise PostgreSQL does
     * that when it has made sure that nobody uses the shared memory that the note names.
     */
    void clearStale() throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        postmaster().ifPresent(PostmasterFile::end);
        new OrphanedBackends(folder).end();
        if (processId().flatMap(ProcessHandle::of).isPresent()) {
            Files.deleteIfExists(file);
        }
    }

    /** The running server, if it runs; not another PostgreSQL that has got its process id. */
    Optional<ProcessHandle> postmaster() throws IOException {
        return processId()
                .flatMap(ProcessHandle::of)
                .filter(PostmasterFile::isPostgres)
                .filter(process -> worksIn(folder, process, true));
    }

    /**
     * Whether a process has the folder as its working directory, as all of PostgreSQL's have their data folder.
     *
     * @param unknown the answer where it cannot be told: on any system but Linux
     */
    static boolean worksIn(Path folder, ProcessHandle process, boolean unknown) {
        try {
            return Files.isSameFile(Path.of("/proc", Long.toString(process.pid()), "cwd"), folder);
        } catch (IOException e) {
            return unknown;
        }
    }

    private Optional<Long> processId() throws IOException {
        try {
            return Files.readAllLines(file).stream()
                    .findFirst()
                    .map(String::strip)
                    .filter(line -> line.matches("\\d{1,18}"))
                    .map(Long::valueOf);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** One that has ended, but was not collected by its parent yet, has no program any more. */
    static boolean isPostgres(ProcessHandle process) {
        return process.isAlive()
                && process.info()
                        .command()
                        .map(command ->
                                String.valueOf(Path.of(command).getFileName()).startsWith("postgres"))
                        .orElse(false);
    }

    /**
     * SIGTERM waits for the clients, of which there are none any more; after that it is a crash, which is recovered
     * from.
     */
    private static void end(ProcessHandle postmaster) {
        postmaster.destroy();
        try {
            postmaster.onExit().get(GRACE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            postmaster.descendants().forEach(ProcessHandle::destroyForcibly);
            postmaster.destroyForcibly();
            postmaster
                    .onExit()
                    .completeOnTimeout(postmaster, GRACE_SECONDS, TimeUnit.SECONDS)
                    .join();
        }
    }
}
