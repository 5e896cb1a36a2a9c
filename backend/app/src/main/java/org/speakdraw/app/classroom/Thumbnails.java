package org.speakdraw.app.classroom;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.speakdraw.app.settings.StreamLimits;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.SpeakDrawException;
import org.speakdraw.inference.imaging.DecodeSize;
import org.speakdraw.inference.imaging.Fit;
import org.speakdraw.inference.imaging.FrameFitter;
import org.speakdraw.inference.imaging.JpegCodec;

/**
 * Small pictures of what students see, made of the JPEGs that went out: decoded at a fraction of their size, and only when
 * they are others than before. One room's; guarded by it.
 */
final class Thumbnails {

    /** Pixels of a side; what is not square is cut. */
    static final int SIDE = 160;

    private static final int QUALITY = 60;
    private static final DecodeSize SIZE = new DecodeSize(SIDE, SIDE, Fit.CROP);

    private final JpegCodec codec;
    private final Map<Integer, Made> made = new HashMap<>();

    private record Made(byte[] from, byte[] thumbnail) {}

    Thumbnails(StreamLimits limits) {
        this.codec = new JpegCodec(limits.jpeg());
    }

    /**
     * Makes those that are out of date.
     *
     * @param pictures what went out last, by seats
     * @return the seats that have new ones
     */
    Set<Integer> update(Map<Integer, byte[]> pictures) {
        Set<Integer> changed = new HashSet<>();
        pictures.forEach((seat, jpeg) -> {
            Made before = made.get(seat);
            if (before == null || before.from != jpeg) {
                made.put(seat, new Made(jpeg, make(jpeg)));
                changed.add(seat);
            }
        });
        return changed;
    }

    /** Those of some seats, as far as there are any. */
    Map<Integer, byte[]> of(Set<Integer> seats) {
        Map<Integer, byte[]> some = new TreeMap<>();
        made.forEach((seat, one) -> {
            if (seats.contains(seat)) {
                some.put(seat, one.thumbnail);
            }
        });
        return some;
    }

    /** Forgets those of other seats than these. */
    void retain(Set<Integer> seats) {
        made.keySet().retainAll(seats);
    }

    private byte[] make(byte[] jpeg) {
        try {
            Frame reduced = codec.plan(jpeg, 0, jpeg.length, SIZE).decode();
            return codec.encode(FrameFitter.fit(reduced, SIDE, SIDE, Fit.CROP), QUALITY);
        } catch (SpeakDrawException e) {
            // Our own encoder wrote it, so this should not be; the picture itself is as good, only larger.
            return jpeg;
        }
    }
}
