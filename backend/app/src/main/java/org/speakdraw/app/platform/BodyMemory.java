package org.speakdraw.app.platform;

import java.util.concurrent.atomic.AtomicLong;

/** What all request bodies together may take of the heap, in bytes. Thread-safe. */
final class BodyMemory {

    private final long limit;
    private final AtomicLong held = new AtomicLong();

    BodyMemory(long limit) {
        this.limit = limit;
    }

    /** Whether so many more bytes may be taken; they are, then. */
    boolean reserve(long bytes) {
        if (held.addAndGet(bytes) <= limit) {
            return true;
        }
        held.addAndGet(-bytes);
        return false;
    }

    /** Gives bytes back. */
    void release(long bytes) {
        held.addAndGet(-bytes);
    }

    /** Bytes that are taken now. */
    long held() {
        return held.get();
    }
}
