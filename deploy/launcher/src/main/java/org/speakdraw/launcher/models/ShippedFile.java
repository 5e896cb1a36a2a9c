package org.speakdraw.launcher.models;

import java.nio.charset.StandardCharsets;

/**
 * A small file that a model's source lacks and the catalogue has.
 *
 * @param path    where it belongs, relative to the model's folder, with forward slashes
 * @param content of the file
 */
record ShippedFile(String path, String content) {

    ShippedFile {
        CatalogueFile.requireInside(path);
    }

    byte[] bytes() {
        return content.getBytes(StandardCharsets.UTF_8);
    }
}
