package org.speakdraw.inference.matting;

import java.util.List;

/**
 * Shapes of the recurrent tensors of Robust Video Matting: level k (from 0) is [b, channels, h, w], where h and w are
 * {@code floor(side * ratio)} halved k + 1 times, rounding up each time.
 *
 * @param channels of the levels, finest first; 16, 20, 40, 64 with MobileNetV3
 */
record RecurrentShapes(List<Integer> channels) {

    RecurrentShapes {
        channels = List.copyOf(channels);
    }

    int levels() {
        return channels.size();
    }

    int side(int pixels, float ratio, int level) {
        // Single precision and cut off, as the graph's Resize does it.
        int side = (int) (pixels * ratio);
        for (int halvings = 0; halvings <= level; halvings++) {
            side = (side + 1) / 2;
        }
        return side;
    }

    /** Elements of one session at a level. */
    int size(int level, int width, int height, float ratio) {
        return channels.get(level) * side(height, ratio, level) * side(width, ratio, level);
    }
}
