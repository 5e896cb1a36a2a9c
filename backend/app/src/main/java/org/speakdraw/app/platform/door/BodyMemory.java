package org.speakdraw.app.platform.door;

import java.util.HashMap;
import java.util.Map;

/**
 * What request bodies may take of the heap, in bytes: all together, those of one address, and those of one participant.
 * Large ones get no more than seven eighths of each, so that small ones always find a place. Thread-safe.
 */
final class BodyMemory {

    private static final int KEPT_FOR_SMALL = 8;

    private final long limit;
    private final long addressShare;
    private final long participantShare;
    private final Map<String, Long> byAddress = new HashMap<>();
    private final Map<String, Long> byParticipant = new HashMap<>();
    private long held;

    /**
     * @param limit            of all together
     * @param addressShare     of one address, behind which a whole class may be
     * @param participantShare of one participant
     */
    BodyMemory(long limit, long addressShare, long participantShare) {
        this.limit = limit;
        this.addressShare = addressShare;
        this.participantShare = participantShare;
    }

    /**
     * Whether so many more bytes may be taken; they are, then.
     *
     * @param small whether the body is a small one so far
     */
    synchronized boolean reserve(BodyOwner owner, long bytes, boolean small) {
        long ofParticipant = byParticipant.getOrDefault(owner.participant(), 0L) + bytes;
        long ofAddress = byAddress.getOrDefault(owner.address(), 0L) + bytes;
        if (ofParticipant > open(participantShare, small)
                || ofAddress > open(addressShare, small)
                || held + bytes > open(limit, small)) {
            return false;
        }
        held += bytes;
        byParticipant.put(owner.participant(), ofParticipant);
        byAddress.put(owner.address(), ofAddress);
        return true;
    }

    private static long open(long bound, boolean small) {
        return small ? bound : bound - bound / KEPT_FOR_SMALL;
    }

    /** Gives bytes back. */
    synchronized void release(BodyOwner owner, long bytes) {
        held -= bytes;
        release(byParticipant, owner.participant(), bytes);
        release(byAddress, owner.address(), bytes);
    }

    private static void release(Map<String, Long> shares, String owner, long bytes) {
        shares.computeIfPresent(owner, (same, taken) -> taken > bytes ? taken - bytes : null);
    }

    /** Bytes that are taken now. */
    synchronized long held() {
        return held;
    }
}
