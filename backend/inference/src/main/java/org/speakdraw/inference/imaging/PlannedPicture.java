package org.speakdraw.inference.imaging;

import org.speakdraw.inference.Frame;
import org.speakdraw.inference.InferenceException;

/** A picture file that has been checked and is not decoded yet: its cost is known, none of it is spent. */
public interface PlannedPicture {

    /** Bytes that decoding takes at its peak, inside and outside the heap. */
    long bytes();

    /**
     * Decodes it; what is transparent is white.
     *
     * @throws InferenceException {@code frame-undecodable}
     */
    Frame decode();
}
