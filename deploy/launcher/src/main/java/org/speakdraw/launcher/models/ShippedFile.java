package org.speakdraw.launcher.models;

import java.nio.charset.StandardCharsets;

/**
 * A small file that a model's source lacks and the catalogue has.
 *
 * @param path    where it belongs, relative to the model's folder, with forward slashes
 * @param content of the file
 */
record ShippedFile(String path, String content) {

    /** What a bundle says of itself, to which the server adds what it has measured. */
    static final String ABOUT = "speakdraw.json";

    ShippedFile {
        CatalogueFile.requireInside(path);
    }

    /** Whether the server writes into it: then it is neither held to what it was nor written twice. */
    boolean isCompletedByServer() {
        return path.equals(ABOUT);
    }

    byte[] bytes() {
        return content.getBytes(StandardCharsets.UTF_8);
    }
}
