package org.speakdraw.app.classroom;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
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

    /** Pixels of a side on the wall. */
    static final int SIDE = 160;

    private static final int QUALITY = 60;

    private final JpegCodec codec;
    private final int side;
    private final DecodeSize size;
    private final Map<Integer, Made> made = new HashMap<>();

    private record Made(byte[] from, byte[] thumbnail) {}

    /** @param side pixels of a side; what is not square is cut */
    Thumbnails(StreamLimits limits, int side) {
        this.codec = new JpegCodec(limits.jpeg());
        this.side = side;
        this.size = new DecodeSize(side, side, Fit.CROP);
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
                make(jpeg).ifPresent(thumbnail -> {
                    made.put(seat, new Made(jpeg, thumbnail));
                    changed.add(seat);
                });
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

    /** Forgets all. */
    void forget() {
        made.clear();
    }

    /** A new one, which is not remembered. Empty for what is no picture, or too large a one: a client may have made it. */
    Optional<byte[]> make(byte[] jpeg) {
        try {
            Frame reduced = codec.plan(jpeg, 0, jpeg.length, size).decode();
            return Optional.of(codec.encode(FrameFitter.fit(reduced, side, side, Fit.CROP), QUALITY));
        } catch (SpeakDrawException e) {
            return Optional.empty();
        }
    }
}
