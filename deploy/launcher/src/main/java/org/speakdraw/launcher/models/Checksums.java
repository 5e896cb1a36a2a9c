package org.speakdraw.launcher.models;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code checksums.sha256} beside a model's files, in the format of {@code sha256sum}: what each file was when it
 * arrived, or was made.
 */
final class Checksums {

    private static final String FILE = "checksums.sha256";
    private static final String SEPARATOR = "  ";
    /** A star stands for a file that was read as bytes; other programs write digits in capitals. */
    private static final Pattern LINE = Pattern.compile("(\\S+) [ *](.+)");

    /** What a file arrived as; {@code sha256sum} passes over such a line. */
    private static final Pattern ORIGIN = Pattern.compile("# (\\S+) is (.+)");

    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    private final Path file;
    private final Map<String, String> digests = new TreeMap<>();
    private final Map<String, String> origins = new TreeMap<>();

    private Checksums(Path file) {
        this.file = file;
    }

    /** Those of {@code folder}, or none yet. */
    static Checksums of(Path folder) throws IOException {
        Checksums checksums = new Checksums(folder.resolve(FILE));
        if (Files.exists(checksums.file)) {
            for (String line : Files.readAllLines(checksums.file)) {
                Matcher origin = ORIGIN.matcher(line);
                Matcher parts = LINE.matcher(line);
                if (origin.matches()) {
                    checksums.origins.put(origin.group(2), origin.group(1));
                } else if (parts.matches()) {
                    checksums.digests.put(parts.group(2), parts.group(1).toLowerCase(Locale.ROOT));
                }
            }
        }
        return checksums;
    }

    /** Whether {@code folder} has any. */
    static boolean areIn(Path folder) {
        return Files.isRegularFile(folder.resolve(FILE));
    }

    /** The digest a file had when it arrived; empty for one that never did, or where what is written down is none. */
    String find(String path) {
        String digest = digests.getOrDefault(path, "");
        return SHA256.matcher(digest).matches() ? digest : "";
    }

    /** What a file arrived as, in words of {@link ModelStore}; empty where that is not written down. */
    String origin(String path) {
        return origins.getOrDefault(path, "");
    }

    /** What is written down, by path, in order; also what is no digest, so that no file passes by it. */
    Map<String, String> all() {
        return Collections.unmodifiableMap(digests);
    }

    /** Writes down a file that is there; where that is news, the file of checksums is replaced at once. */
    void put(String path, String digest) throws IOException {
        put(path, digest, origin(path));
    }

    /**
     * Writes down a file that arrived.
     *
     * @param origin what it arrived as: no spaces; empty for nothing
     */
    void put(String path, String digest, String origin) throws IOException {
        boolean isNews = !digest.equals(digests.put(path, digest)) || !origin.equals(origin(path));
        if (origin.isEmpty()) {
            origins.remove(path);
        } else {
            origins.put(path, origin);
        }
        if (isNews) {
            write();
        }
    }

    /**
     * Writes down all files that are in the folder and those below it.
     *
     * @param leftOut its path; may be changed later on
     */
    void putAll(String leftOut) throws IOException {
        Path folder = file.resolveSibling("");
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path each : files.filter(Files::isRegularFile).toList()) {
                String path = folder.relativize(each).toString().replace('\\', '/');
                if (!path.equals(leftOut) && !each.equals(file)) {
                    digests.put(path, digest(each));
                }
            }
        }
        write();
    }

    private void write() throws IOException {
        Path draft = file.resolveSibling(FILE + ".part");
        Files.writeString(
                draft,
                Stream.concat(
                                digests.entrySet().stream()
                                        .map(entry -> entry.getValue() + SEPARATOR + entry.getKey() + "\n"),
                                origins.entrySet().stream()
                                        .map(entry -> "# " + entry.getValue() + " is " + entry.getKey() + "\n"))
                        .collect(Collectors.joining()));
        Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
    }

    /** SHA-256 of a file as 64 lower-case hexadecimal digits. */
    static String digest(Path path) throws IOException {
        return digest(path, "SHA-256", "");
    }

    /** By which git knows the content of a file: 40 lower-case hexadecimal digits. */
    static String blob(Path path) throws IOException {
        return digest(path, "SHA-1", "blob " + Files.size(path) + "\0");
    }

    private static String digest(Path path, String algorithm, String before) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            digest.update(before.getBytes(StandardCharsets.US_ASCII));
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
