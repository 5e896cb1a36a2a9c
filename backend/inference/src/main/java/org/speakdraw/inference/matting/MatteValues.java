package org.speakdraw.inference.matting;

import org.speakdraw.inference.UnitRange;

/** What all networks' raw mattes need. */
final class MatteValues {

    private MatteValues() {}

    /** Brings all values into 0..1; not-a-number becomes 0. Returns whether all of them were numbers. */
    static boolean clamp(float[] values) {
        boolean numbers = true;
        for (int i = 0; i < values.length; i++) {
            float value = values[i];
            numbers &= !Float.isNaN(value);
            values[i] = UnitRange.clamp(value);
        }
        return numbers;
    }
}
