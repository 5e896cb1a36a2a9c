package org.speakdraw.app.recording;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Key frames of one recording that nobody has found harmless yet, in the order in which they were shown. Not thread-safe. */
final class ProvisionalFrames {

    /** Ten a second of either kind, for some seconds. */
    private static final int MOST = 200;
    /** What comes in is of any size. */
    private static final long MOST_BYTES = 4L << 20;

    private final Deque<Waiting> waiting = new ArrayDeque<>();

    private long bytes;

    private record Waiting(RecordingEntry.Keyframe frame, long shownNanos) {}

    /** Takes one in; false when there is no room. */
    boolean add(RecordingEntry.Keyframe frame, long shownNanos) {
        if (waiting.size() >= MOST || bytes + frame.bytes() > MOST_BYTES) {
            return false;
        }
        bytes += frame.bytes();
        return waiting.add(new Waiting(frame, shownNanos));
    }

    /** Takes out those that were shown before {@code nanos}. */
    List<RecordingEntry.Keyframe> before(long nanos) {
        List<RecordingEntry.Keyframe> frames = new ArrayList<>();
        for (Waiting first = waiting.peek(); first != null && first.shownNanos - nanos < 0; first = waiting.peek()) {
            RecordingEntry.Keyframe frame = waiting.remove().frame;
            bytes -= frame.bytes();
            frames.add(frame);
        }
        return frames;
    }

    /** Nothing of them is to be kept. */
    void clear() {
        waiting.clear();
        bytes = 0;
    }
}
