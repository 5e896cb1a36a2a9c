package org.speakdraw.checkpoint;

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
}
