package org.speakdraw.launcher.models;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.speakdraw.launcher.checks.Failure;
import org.speakdraw.launcher.checks.LaunchException;

/**
 * One file of a model.
 *
 * @param path   where it belongs, relative to the model's folder, with forward slashes
 * @param url    its public source: an address that names an immutable revision
 * @param sha256 64 lower-case hexadecimal digits; empty where it is not known
 * @param blob   by which git knows its content, 40 such digits; of small files, of which Hugging Face says nothing else
 * @param size   in bytes; empty where it is not known
 */
record CatalogueFile(String path, URI url, Optional<String> sha256, Optional<String> blob, OptionalLong size) {

    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern SHA1 = Pattern.compile("[0-9a-f]{40}");

    CatalogueFile {
        requireInside(path);
        requireDigits(path, SHA256, sha256);
        requireDigits(path, SHA1, blob);
    }

    /** A file that nothing is known of yet. */
    static CatalogueFile unknown(String path, URI url) {
        return new CatalogueFile(path, url, Optional.empty(), Optional.empty(), OptionalLong.empty());
    }

    /** Whether something is known that its content can be compared with. */
    boolean isKnown() {
        return sha256.isPresent() || blob.isPresent();
    }

    /** The same from another address. */
    CatalogueFile at(URI address) {
        return new CatalogueFile(path, address, sha256, blob, size);
    }

    /** The same with the SHA-256 that a file arrived with before; empty: none has. */
    CatalogueFile orAsBefore(String arrived) {
        return sha256.isPresent() || arrived.isEmpty()
                ? this
                : new CatalogueFile(path, url, Optional.of(arrived), blob, size);
    }

    /**
     * Compares what has arrived.
     *
     * @param digest its SHA-256
     * @return in words, why it is another file; empty where it is not, as far as that is known
     */
    Optional<String> fault(Path arrived, String digest) throws IOException {
        if (sha256.isPresent() && !sha256.get().equals(digest)) {
            return Optional.of("its SHA-256 is " + digest + ", not " + sha256.get());
        }
        if (size.isPresent() && size.getAsLong() != Files.size(arrived)) {
            return Optional.of("it has " + Files.size(arrived) + " bytes, not " + size.getAsLong());
        }
        return blob.isPresent() && !blob.get().equals(Checksums.blob(arrived))
                ? Optional.of("git would not call it " + blob.get())
                : Optional.empty();
    }

    private static void requireDigits(String path, Pattern digits, Optional<String> digest) {
        if (digest.isPresent() && !digits.matcher(digest.get()).matches()) {
            throw new LaunchException(Failure.BUNDLE, "What is said of " + path + " is no digest.");
        }
    }

    /** Refuses a path that leads out of the model's folder. */
    static void requireInside(String path) {
        Path relative = Path.of(path);
        if (relative.isAbsolute() || !relative.normalize().equals(relative) || relative.startsWith("..")) {
            throw new LaunchException(Failure.BUNDLE, "A model names a file outside its folder: " + path);
        }
    }
}
