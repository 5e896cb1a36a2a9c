package org.speakdraw.app.platform.door;

import org.speakdraw.app.platform.SharedBytes;
import org.speakdraw.app.platform.SharedBytes.Bounds;

/**
 * What request bodies may take of the heap, in bytes: all together, those of one address, and those of one participant.
 * Large ones get no more than seven eighths of each, so that small ones always find a place. Thread-safe.
 */
final class BodyMemory {

    private static final int KEPT_FOR_SMALL = 8;

    private final Bounds ofSmall;
    private final Bounds ofLarge;
    private final SharedBytes taken = new SharedBytes();

    /**
     * @param limit            of all together
     * @param addressShare     of one address, behind which a whole class may be
     * @param participantShare of one participant
     */
    BodyMemory(long limit, long addressShare, long participantShare) {
        ofSmall = new Bounds(limit, addressShare, participantShare);
        ofLarge = new Bounds(forLarge(limit), forLarge(addressShare), forLarge(participantShare));
    }

    private static long forLarge(long bound) {
        return bound - bound / KEPT_FOR_SMALL;
    }

    /**
     * Whether so many more bytes may be taken; they are, then.
     *
     * @param small whether the body is a small one so far
     */
    boolean reserve(BodyOwner owner, long bytes, boolean small) {
        return taken.reserve(owner.address(), owner.participant(), bytes, small ? ofSmall : ofLarge);
    }

    /** Gives bytes back. */
    void release(BodyOwner owner, long bytes) {
        taken.release(owner.address(), owner.participant(), bytes);
    }

    /** Bytes that are taken now. */
    long held() {
        return taken.held();
    }
}
