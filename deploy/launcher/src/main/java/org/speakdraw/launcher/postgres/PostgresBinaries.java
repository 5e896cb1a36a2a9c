package org.speakdraw.launcher.postgres;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.speakdraw.launcher.checks.Failure;
import org.speakdraw.launcher.checks.LaunchException;
import org.speakdraw.launcher.instance.Folders;
import org.tukaani.xz.XZInputStream;

/**
 * The PostgreSQL programs, packed by io.zonky for each platform and unpacked once into a cache. Unpacked here rather
 * than by io.zonky's own starter, which is made for tests: it turns fsync off, trusts every local user and makes its
 * folder writable for all.
 *
 * @param home folder with {@code bin}, {@code lib} and {@code share}
 */
public record PostgresBinaries(Path home) {

    private static final String DRAFT = "postgresql-unpacking";

    private static final Set<PosixFilePermission> EXECUTABLE =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    /**
     * Unpacks the programs for this machine unless that was done before. A folder appears under its final name only
     * when it is complete. Of two at once one waits, so what an attempt that was broken off has left is nobody's.
     *
     * @param cache writable by this user only
     */
    @SuppressWarnings("try") // the lock is held meanwhile
    public static PostgresBinaries unpackedIn(Path cache) throws IOException {
        String resource = resourceName(System.getProperty("os.name"), System.getProperty("os.arch"));
        ClassLoader loader = PostgresBinaries.class.getClassLoader();
        byte[] archive;
        try (InputStream in = loader.getResourceAsStream(resource)) {
            if (in == null) {
                throw new LaunchException(
                        Failure.DATABASE,
                        "This build holds no PostgreSQL for this machine (" + resource
                                + "); build it here, or name a database in SPEAKDRAW_DATABASE_URL.");
            }
            archive = in.readAllBytes();
        }
        Path home = cache.resolve("postgresql-" + fingerprint(archive));
        if (!Files.isDirectory(home)) {
            Files.createDirectories(cache);
            try (FileChannel lock = FileChannel.open(cache.resolve("postgresql.lock"), CREATE, WRITE);
                    FileLock held = lock.lock()) {
                clearDrafts(cache);
                if (!Files.isDirectory(home)) {
                    Path draft = Files.createTempDirectory(cache, DRAFT);
                    unpack(archive, draft);
                    Files.move(draft, home, StandardCopyOption.ATOMIC_MOVE);
                }
            }
        }
        return new PostgresBinaries(home);
    }

    private static void clearDrafts(Path cache) throws IOException {
        try (DirectoryStream<Path> drafts = Files.newDirectoryStream(cache, DRAFT + "*")) {
            for (Path draft : drafts) {
                Folders.delete(draft);
            }
        }
    }

    /** One of the programs {@code initdb}, {@code pg_ctl}, {@code postgres}. */
    Path program(String name) {
        return home.resolve("bin").resolve(isWindows() ? name + ".exe" : name);
    }

    static boolean isWindows() {
        return System.getProperty("os.name").startsWith("Windows");
    }

    static String resourceName(String osName, String osArch) {
        String os = osName.toLowerCase(Locale.ROOT);
        String platform = os.startsWith("mac") ? "darwin" : os.startsWith("windows") ? "windows" : "linux";
        String arch = switch (osArch) {
            case "aarch64", "arm64" -> "arm_64";
            default -> "x86_64";
        };
        return "postgres-" + platform + "-" + arch + ".txz";
    }

    private static String fingerprint(byte[] archive) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(archive);
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void unpack(byte[] archive, Path target) throws IOException {
        try (TarArchiveInputStream tar = new TarArchiveInputStream(
                new BufferedInputStream(new XZInputStream(new ByteArrayInputStream(archive)), 1 << 16))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path file = target.resolve(entry.getName()).normalize();
                if (!file.startsWith(target)) {
                    throw new IOException("The archive leads outside: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                    continue;
                }
                Files.createDirectories(file.resolveSibling(""));
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
                } else {
                    Files.copy(tar, file);
                    if (!isWindows() && file.startsWith(target.resolve("bin"))) {
                        Files.setPosixFilePermissions(file, EXECUTABLE);
                    }
                }
            }
        }
    }
}
