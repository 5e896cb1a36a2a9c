package org.speakdraw.app.classroom;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.settings.StreamLimits;

/** Everything that a class has handed in, as one file. Thread-safe. */
@Singleton
public class WorkExports {

    private final HandedInWorkStore store;
    private final ContactSheet sheet;
    /** A file is made in memory of one picture at a time, but on a processor that everybody needs. */
    private final Semaphore turn = new Semaphore(1);

    @Inject
    public WorkExports(HandedInWorkStore store, StreamLimits limits) {
        this.store = store;
        this.sheet = new ContactSheet(limits);
    }

    /** What kind of file. */
    enum Format {
        ZIP("application/zip"),
        PDF("application/pdf");

        private final String mediaType;

        Format(String mediaType) {
            this.mediaType = mediaType;
        }

        String mediaType() {
            return mediaType;
        }

        /** @throws RequestException {@code request-invalid} */
        static Format of(String id) {
            return switch (id) {
                case "zip" -> ZIP;
                case "pdf" -> PDF;
                default -> throw new RequestException(ApiError.REQUEST_INVALID, "\"format\" must be zip or pdf.");
            };
        }
    }

    /** A picture with what stands below it. */
    record Entry(HandedInWork work, byte[] jpeg) {}

    /**
     * Makes the file.
     *
     * @param names whether students are named
     * @return the file, which the caller deletes
     * @throws RequestException {@code export-busy} while another one is made
     */
    Path make(HandedInWorks.Gallery gallery, Format format, boolean names) throws IOException {
        if (!turn.tryAcquire()) {
            throw new RequestException(ApiError.EXPORT_BUSY, "Another file is being made. Try again in a moment.");
        }
        try {
            return written(gallery, format, names);
        } finally {
            turn.release();
        }
    }

    private Path written(HandedInWorks.Gallery gallery, Format format, boolean names) throws IOException {
        Path file = Files.createTempFile("speakdraw-works", ".tmp");
        try (OutputStream out = Files.newOutputStream(file)) {
            if (format == Format.ZIP) {
                zip(gallery.works(), names, out);
            } else {
                sheet.write(gallery, this::entry, names, out);
            }
        } catch (IOException | RuntimeException | Error e) {
            Files.deleteIfExists(file);
            throw e;
        }
        return file;
    }

    /** Empty when it was taken back meanwhile. */
    private Optional<Entry> entry(HandedInWork work) {
        return store.picture(work.id()).map(jpeg -> new Entry(work, jpeg));
    }

    private void zip(List<HandedInWork> works, boolean names, OutputStream out) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.setLevel(0);
            int number = 0;
            for (HandedInWork work : works) {
                Optional<Entry> entry = entry(work);
                if (entry.isPresent()) {
                    zip.putNextEntry(new ZipEntry(fileName(++number, work, names)));
                    zip.write(entry.get().jpeg());
                    zip.closeEntry();
                }
            }
        }
    }

    /** What every file system takes: letters and digits of any language, and nothing that leads anywhere else. */
    private static String fileName(int number, HandedInWork work, boolean names) {
        String words = ((names ? work.name() + " " : "") + work.prompt())
                .replaceAll("[^\\p{L}\\p{N}]+", " ")
                .strip();
        String title =
                words.substring(0, words.offsetByCodePoints(0, Math.min(48, words.codePointCount(0, words.length()))));
        return "%03d %s".formatted(number, title).strip() + ".jpg";
    }
}
