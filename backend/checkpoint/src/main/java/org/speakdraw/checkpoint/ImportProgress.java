package org.speakdraw.checkpoint;

import java.io.IOException;
import java.nio.file.Path;

/** Told how far an import is. */
@FunctionalInterface
public interface ImportProgress {

    /**
     * Weights have been written.
     *
     * @param network such as {@code unet}
     * @param bytes   of the whole bundle that are there
     * @param total   of the whole bundle
     */
    void report(String network, long bytes, long total);

    /**
     * The bundle is whole and gets its name next; what is put beside its files now is there whenever the bundle is.
     *
     * @param draft its folder until then
     */
    default void whole(Path draft) throws IOException {}
}
