package org.speakdraw.launcher.models;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.speakdraw.launcher.checks.Failure;
import org.speakdraw.launcher.checks.LaunchException;

/**
 * Brings one file onto this machine. What has arrived waits in {@code NAME.part}, so that a broken download goes on
 * where it stopped, also after a restart; the file gets its name only once its digest is right.
 *
 * @param retryPause between two attempts
 */
record Download(Duration retryPause) {

    private static final int ATTEMPTS = 5;
    private static final int TIMEOUT_MILLIS = 30_000;
    private static final int REQUESTED_RANGE_NOT_SATISFIABLE = 416;

    /** A refusal by the source that trying again will not change. */
    private static final class RefusedException extends IOException {
        private static final long serialVersionUID = 1L;

        RefusedException(String message) {
            super(message);
        }
    }

    /** Where what has arrived of {@code target} waits for the rest. */
    static Path part(Path target) {
        return target.resolveSibling(target.getFileName() + ".part");
    }

    /**
     * Fetches {@code source} to {@code target}.
     *
     * @param expected what it is to be; more than that is not even read
     * @param progress told the bytes that are here, now and then
     * @return the digest
     * @throws LaunchException with one line for the user, when it does not arrive or is not what it should be
     */
    String fetch(URI source, Path target, CatalogueFile expected, LongConsumer progress) throws InterruptedException {
        Path part = part(target);
        try {
            Files.createDirectories(target.resolveSibling("").toAbsolutePath());
            fetchWithRetries(source, part, expected.size().orElse(Long.MAX_VALUE), progress);
            String digest = Checksums.digest(part);
            Optional<String> fault = expected.fault(part, digest);
            if (fault.isPresent()) {
                Files.delete(part);
                throw new LaunchException(
                        Failure.BUNDLE,
                        source + " is not the file that is meant: " + fault.get() + ". It was deleted.");
            }
            Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
            return digest;
        } catch (IOException e) {
            throw new LaunchException(
                    Failure.BUNDLE,
                    source + " cannot be fetched (" + e.getClass().getSimpleName() + ": " + e.getMessage()
                            + "); the same command goes on where it stopped.",
                    e);
        }
    }

    private void fetchWithRetries(URI source, Path part, long limit, LongConsumer progress)
            throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                transfer(source, part, limit, progress);
                return;
            } catch (RefusedException e) {
                throw e;
            } catch (IOException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
                Thread.sleep(retryPause.multipliedBy(attempt).toMillis());
            }
        }
    }

    private static void transfer(URI source, Path part, long limit, LongConsumer progress) throws IOException {
        long here = Files.exists(part) ? Files.size(part) : 0;
        URLConnection connection = source.toURL().openConnection();
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        boolean resumed = false;
        if (connection instanceof HttpURLConnection http) {
            if (here > 0) {
                http.setRequestProperty("Range", "bytes=" + here + "-");
            }
            int status = http.getResponseCode();
            if (status == REQUESTED_RANGE_NOT_SATISFIABLE) {
                // Nothing is missing, or the part is of another file: the digest tells.
                return;
            }
            resumed = status == HttpURLConnection.HTTP_PARTIAL;
            if (!resumed && status != HttpURLConnection.HTTP_OK) {
                String message = "the server answers " + status;
                throw status < HttpURLConnection.HTTP_INTERNAL_ERROR
                        ? new RefusedException(message)
                        : new IOException(message);
            }
        }
        append(connection, part, resumed ? here : 0, limit, progress);
    }

    private static void append(URLConnection connection, Path part, long here, long limit, LongConsumer progress)
            throws IOException {
        long announced = connection.getContentLengthLong();
        long arrived = 0;
        StandardOpenOption mode = here > 0 ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING;
        try (InputStream in = connection.getInputStream();
                OutputStream out =
                        Files.newOutputStream(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, mode)) {
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                out.write(buffer, 0, read);
                arrived += read;
                if (here + arrived > limit) {
                    // What there is of it is refused for its size.
                    return;
                }
                progress.accept(here + arrived);
            }
        }
        if (announced >= 0 && arrived < announced) {
            throw new IOException("the connection broke after " + arrived + " of " + announced + " bytes");
        }
    }
}
