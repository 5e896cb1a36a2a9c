package org.speakdraw.app.stream.frames;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The frame that the last picture was made from, for somebody else than its client. It is held on to only while somebody looks: frames are not
 * kept beside the stream otherwise. Thread-safe.
 */
public final class InputGlance {

    private static final long LOOKED_NANOS = TimeUnit.SECONDS.toNanos(3);

    private long lookedNanos;
    private boolean looked;
    private @Nullable InputFrame last;
    /** Of {@link #last}, once somebody has looked at it. */
    private byte @Nullable [] jpeg;

    /** A frame has become a picture. */
    public synchronized void offer(InputFrame frame, long nowNanos) {
        jpeg = null;
        last = frame.isEmpty() || !wanted(nowNanos) ? null : frame;
    }

    /** The JPEG that came in last; empty where none has come since somebody began to look. Nobody may change it. */
    public synchronized Optional<byte[]> look(long nowNanos) {
        looked = true;
        lookedNanos = nowNanos;
        InputFrame frame = last;
        if (jpeg == null && frame != null) {
            jpeg = frame.jpeg();
        }
        return Optional.ofNullable(jpeg);
    }

    /** There is nothing to be seen. */
    public synchronized void clear() {
        last = null;
        jpeg = null;
    }

    /** Lets go of the frame when nobody has looked for a while. */
    public synchronized void expire(long nowNanos) {
        if (!wanted(nowNanos)) {
            clear();
        }
    }

    private boolean wanted(long nowNanos) {
        return looked && nowNanos - lookedNanos < LOOKED_NANOS;
    }
}
