package org.speakdraw.inference.diffusion;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Memory of pictures that are done with, for the next ones: several megabytes a picture that the garbage collector
 * need not touch. Holds a bounded number and forgets the oldest, so sizes that are out of use go. Thread-safe.
 */
public final class PicturePool {

    private static final int MAX_HELD = 32;

    private final Deque<float[]> free = new ArrayDeque<>();

    /** A picture's planes; their values are whatever they were. */
    synchronized float[] take(int length) {
        for (Iterator<float[]> each = free.iterator(); each.hasNext(); ) {
            float[] planes = each.next();
            if (planes.length == length) {
                each.remove();
                return planes;
            }
        }
        return new float[length];
    }

    synchronized void give(float[] planes) {
        free.addFirst(planes);
        if (free.size() > MAX_HELD) {
            free.removeLast();
        }
    }
}
