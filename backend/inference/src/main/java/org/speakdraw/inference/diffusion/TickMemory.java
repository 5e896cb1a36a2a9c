package org.speakdraw.inference.diffusion;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Memory for latents that do not outlive a tick, handed out again from tick to tick, so that a running stream leaves
 * the garbage collector next to nothing. What is kept for the next tick must not come from here. Used by one
 * thread at a time.
 */
final class TickMemory {

    /** Ticks without a size after which its memory is given up: sizes that are in use may take turns. */
    private static final int PATIENCE = 256;

    private final Map<Integer, Shelf> shelves = new HashMap<>();

    /** Arrays of one length, of which the first ones are in use. */
    private static final class Shelf {
        private final List<float[]> arrays = new ArrayList<>();
        private int used;
        private int unusedTicks;
    }

    /** An array until {@link #release}; its values are whatever they were. */
    float[] take(int length) {
        Shelf shelf = shelves.computeIfAbsent(length, size -> new Shelf());
        if (shelf.used == shelf.arrays.size()) {
            shelf.arrays.add(new float[length]);
        }
        return shelf.arrays.get(shelf.used++);
    }

    /** The tick is over: everything that was taken is free again. */
    void release() {
        for (Shelf shelf : shelves.values()) {
            assert spoiled(shelf);
            shelf.unusedTicks = shelf.used > 0 ? 0 : shelf.unusedTicks + 1;
            shelf.used = 0;
        }
        shelves.values().removeIf(shelf -> shelf.unusedTicks > PATIENCE);
    }

    /** With assertions on, as in tests, whoever looks at released memory sees it at once. */
    private static boolean spoiled(Shelf shelf) {
        shelf.arrays.subList(0, shelf.used).forEach(array -> Arrays.fill(array, Float.NaN));
        return true;
    }
}
