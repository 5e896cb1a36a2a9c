package org.speakdraw.launcher.models;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.speakdraw.launcher.checks.Failure;
import org.speakdraw.launcher.checks.LaunchException;

/**
 * Models in one folder, each in a folder of its own with its checksums.
 *
 * @param download how files come
 * @param hub      knows the digests that the catalogue does not know
 */
record ModelStore(Download download, HubModel hub) {

    /** Before the address of a file that came from somewhere else, and is only said to be that file. */
    private static final String MIRRORED = "mirror:";

    /** Told how far a model is. */
    @FunctionalInterface
    interface Progress {

        /**
         * Something has arrived.
         *
         * @param path  the file under way
         * @param bytes of the whole model that are here
         * @param total of the whole model, roughly
         */
        void report(String path, long bytes, long total);
    }

    /**
     * Brings all files of a model into {@code folder} and skips those that are there and right. Each is compared with the
     * digest that the catalogue has, or else with the one that the hub has. The one that a file arrived with before counts
     * only while that file is there, has the catalogue's size, and arrived as what the catalogue means now: another version
     * of the catalogue may mean another file. What a mirror had was compared with nothing, so it counts for mirrors only.
     *
     * @param mirror where {@code MODEL/PATH} lies instead of the public source: a web address or the URI of a folder
     */
    void pull(CatalogueModel model, Path folder, Optional<URI> mirror, Progress progress)
            throws IOException, InterruptedException {
        Files.createDirectories(folder);
        requireSpace(model, folder);
        Checksums checksums = Checksums.of(folder);
        for (ShippedFile file : model.shipped()) {
            Path target = folder.resolve(file.path());
            if (file.isCompletedByServer() && isObject(target)) {
                continue;
            }
            Files.createDirectories(target.resolveSibling(""));
            Path draft = Files.write(Download.part(target), file.bytes());
            Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            if (!file.isCompletedByServer()) {
                checksums.put(file.path(), Checksums.digest(target));
            }
        }
        List<CatalogueFile> others = new ArrayList<>();
        long done = 0;
        for (CatalogueFile file : model.files()) {
            Path target = folder.resolve(file.path());
            Optional<String> here = digestIfRight(target, asBefore(file, checksums, mirror.isPresent()));
            if (here.isPresent()) {
                checksums.put(file.path(), here.get());
                done += Files.size(target);
            } else {
                others.add(file);
            }
        }
        List<CatalogueFile> completed = mirror.isPresent() ? others : hub.completed(others);
        for (int i = 0; i < completed.size(); i++) {
            CatalogueFile file = completed.get(i);
            // The catalogue's address, whatever it was fetched from.
            String meant = others.get(i).url().toString();
            Path target = folder.resolve(file.path());
            Optional<String> here = digestIfRight(target, file);
            URI source = mirror.map(base -> below(base, model.name() + "/" + file.path()))
                    .orElse(file.url());
            long before = done;
            checksums.put(
                    file.path(),
                    here.isPresent()
                            ? here.get()
                            : download.fetch(
                                    source,
                                    target,
                                    file,
                                    bytes -> progress.report(file.path(), before + bytes, model.bytes())),
                    mirror.isPresent() ? MIRRORED + meant : meant);
            done += Files.size(target);
        }
    }

    private static CatalogueFile asBefore(CatalogueFile file, Checksums checksums, boolean mirrored) {
        boolean counts = mirrored
                ? isMeant(file, checksums)
                : checksums.origin(file.path()).equals(file.url().toString());
        return counts ? file.orAsBefore(checksums.find(file.path())) : file;
    }

    /**
     * How much of a model is here: a file counts when it arrived whole, was what the catalogue means, and still has its
     * size. A bundle runs without what the server completes, and older ones came without it. Reads no file's content;
     * {@link #firstFault} does.
     */
    static Presence presence(CatalogueModel model, Path folder) throws IOException {
        Checksums checksums = Checksums.of(folder);
        int there = 0;
        for (CatalogueFile file : model.files()) {
            String arrived = checksums.find(file.path());
            Path target = folder.resolve(file.path());
            boolean right = !arrived.isEmpty()
                    && file.sha256().map(arrived::equals).orElseGet(() -> isMeant(file, checksums))
                    && Files.isRegularFile(target)
                    && file.size().orElse(Files.size(target)) == Files.size(target);
            there += right ? 1 : 0;
        }
        List<ShippedFile> needed = model.shipped().stream()
                .filter(file -> !file.isCompletedByServer())
                .toList();
        for (ShippedFile file : needed) {
            there += Files.isRegularFile(folder.resolve(file.path())) ? 1 : 0;
        }
        return new Presence(there, model.files().size() + needed.size());
    }

    /** Where nothing is written down, an older version of the launcher fetched it, or somebody brought it. */
    private static boolean isMeant(CatalogueFile file, Checksums checksums) {
        String origin = checksums.origin(file.path());
        String meant = file.url().toString();
        return origin.isEmpty() || origin.equals(meant) || origin.equals(MIRRORED + meant);
    }

    /** What the server broke off writing is none. */
    private static boolean isObject(Path file) throws IOException {
        try {
            return Files.isRegularFile(file)
                    && new ObjectMapper().readTree(file.toFile()).isObject();
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    /**
     * How much of a model is here.
     *
     * @param there files
     * @param all   files of the model
     */
    record Presence(int there, int all) {

        boolean complete() {
            return there == all;
        }

        /** For people; empty where nothing is here. */
        String describe() {
            if (there == 0) {
                return "";
            }
            return complete() ? "fetched" : "incomplete: " + there + " of " + all + " files";
        }
    }

    /** The SHA-256 of a file that is there already; empty where it is not, or is not known to be the right one. */
    private static Optional<String> digestIfRight(Path target, CatalogueFile file) throws IOException {
        if (!file.isKnown() || !Files.isRegularFile(target)) {
            return Optional.empty();
        }
        String digest = Checksums.digest(target);
        return file.fault(target, digest).isEmpty() ? Optional.of(digest) : Optional.empty();
    }

    private static URI below(URI base, String path) {
        String text = base.toString();
        return URI.create((text.endsWith("/") ? text : text + "/") + path);
    }

    private static void requireSpace(CatalogueModel model, Path folder) throws IOException {
        long here = 0;
        for (CatalogueFile file : model.files()) {
            Path target = folder.resolve(file.path());
            Path part = Download.part(target);
            here += Files.exists(target) ? Files.size(target) : Files.exists(part) ? Files.size(part) : 0;
        }
        long missing = model.bytes() - here;
        long free = Files.getFileStore(folder).getUsableSpace();
        if (free < missing) {
            throw new LaunchException(
                    Failure.DATA_DIRECTORY,
                    "The disk of " + folder + " is too full for " + model.name() + ": " + (free >> 20)
                            + " MB are free, " + (missing >> 20) + " MB are needed.");
        }
    }

    /**
     * Compares a model's files with what they were when they arrived, or were made.
     *
     * @return the first that is missing or changed, in words; empty when all are right
     */
    static Optional<String> firstFault(Path folder) throws IOException {
        for (var entry : Checksums.of(folder).all().entrySet()) {
            Path file = folder.resolve(entry.getKey());
            if (!Files.isRegularFile(file)) {
                return Optional.of(entry.getKey() + " is missing");
            }
            if (!Checksums.digest(file).equals(entry.getValue())) {
                return Optional.of(entry.getKey() + " has changed");
            }
        }
        return Optional.empty();
    }
}
