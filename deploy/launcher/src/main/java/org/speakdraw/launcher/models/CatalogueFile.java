package org.speakdraw.launcher.models;

import java.net.URI;
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
 * @param sha256 64 lower-case hexadecimal digits; empty where the source does not publish it: such a file is pinned by
 *     the revision in its address, and by what arrived the first time
 * @param size   in bytes; empty where the source does not publish it
 */
record CatalogueFile(String path, URI url, Optional<String> sha256, OptionalLong size) {

    private static final Pattern DIGITS = Pattern.compile("[0-9a-f]{64}");

    CatalogueFile {
        requireInside(path);
        if (sha256.isPresent() && !DIGITS.matcher(sha256.get()).matches()) {
            throw new LaunchException(Failure.BUNDLE, "The catalogue has no SHA-256 for " + path + ": " + sha256.get());
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
