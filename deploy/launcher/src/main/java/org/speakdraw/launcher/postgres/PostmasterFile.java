package org.speakdraw.launcher.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * {@code postmaster.pid}: what a PostgreSQL that was not stopped leaves behind. It may still run (its launcher was killed),
 * be gone (power cut), or its process id may belong to another program by now, which PostgreSQL itself takes for a
 * running server and refuses to start.
 */
final class PostmasterFile {

    private static final long GRACE_SECONDS = 10;

    private final Path file;

    PostmasterFile(Path folder) {
        this.file = folder.resolve("postmaster.pid");
    }

    /** Ends a server that still runs on the folder and removes a note of one that does not. Only while the instance is locked. */
    void clearStale() throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        Optional<ProcessHandle> postmaster = postmaster();
        if (postmaster.isPresent()) {
            end(postmaster.get());
        }
        Files.deleteIfExists(file);
    }

    private Optional<ProcessHandle> postmaster() throws IOException {
        List<String> lines = Files.readAllLines(file);
        if (lines.isEmpty() || !lines.get(0).strip().matches("\\d{1,18}")) {
            return Optional.empty();
        }
        return ProcessHandle.of(Long.parseLong(lines.get(0).strip()))
                .filter(ProcessHandle::isAlive)
                .filter(process -> process.info()
                        .command()
                        .map(command ->
                                String.valueOf(Path.of(command).getFileName()).startsWith("postgres"))
                        .orElse(false));
    }

    /** SIGTERM waits for the clients, of which there are none any more; after that it is a crash, which is recovered from. */
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
