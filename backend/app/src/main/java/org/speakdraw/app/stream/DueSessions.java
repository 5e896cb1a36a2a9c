package org.speakdraw.app.stream;

import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Sessions with a frame for the engine, in the order in which they became due. A session stands in it once at most and
 * queues up again behind all others with its next frame, so equally busy sessions get equal shares. Thread-safe.
 */
@Singleton
public class DueSessions {

    private final BlockingQueue<LiveSession> queue = new LinkedBlockingQueue<>();

    /** Called by a session that does not stand in the queue. */
    void add(LiveSession session) {
        queue.add(session);
    }

    /**
     * The sessions whose turn it is.
     *
     * @param max how many at most
     * @return empty when none became due within a fifth of a second
     */
    List<LiveSession> await(int max) throws InterruptedException {
        List<LiveSession> sessions = new ArrayList<>(max);
        LiveSession first = queue.poll(200, TimeUnit.MILLISECONDS);
        if (first != null) {
            sessions.add(first);
            queue.drainTo(sessions, max - 1);
        }
        return sessions;
    }
}
