package org.speakdraw.launcher.models;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * {@code checksums.sha256} beside a model's files, in the format of {@code sha256sum}: what each file was when it
 * arrived.
 */
final class Checksums {

    private static final String FILE = "checksums.sha256";
    private static final String SEPARATOR = "  ";

    private final Path file;
    private final Map<String, String> digests;

    private Checksums(Path file, Map<String, String> digests) {
        this.file = file;
        this.digests = digests;
    }

    /** Those of {@code folder}, or none yet. */
    static Checksums of(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        Map<String, String> digests = new TreeMap<>();
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                String[] parts = line.split(SEPARATOR, 2);
                if (parts.length == 2) {
                    digests.put(parts[1], parts[0]);
                }
            }
        }
        return new Checksums(file, digests);
    }

    /** Whether {@code folder} has any. */
    static boolean areIn(Path folder) {
        return Files.isRegularFile(folder.resolve(FILE));
    }

    /** The digest a file had when it arrived; empty for one that never did. */
    String find(String path) {
        return digests.getOrDefault(path, "");
    }

    /** By path, in order. */
    Map<String, String> all() {
        return Map.copyOf(digests);
    }

    /** Writes down a file that arrived; the file of checksums is replaced at once. */
    void put(String path, String digest) throws IOException {
        digests.put(path, digest);
        Path draft = file.resolveSibling(FILE + ".part");
        Files.writeString(
                draft,
                digests.entrySet().stream()
                        .map(entry -> entry.getValue() + SEPARATOR + entry.getKey() + "\n")
                        .collect(Collectors.joining()));
        Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
    }

    /** SHA-256 of a file as 64 lower-case hexadecimal digits. */
    static String digest(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
