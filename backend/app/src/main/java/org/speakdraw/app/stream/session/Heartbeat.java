package org.speakdraw.app.stream.session;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.speakdraw.app.stream.painting.Admissions;

/** Once a second: admissions, statistics, pings, stalled viewers, and the end of sessions that nobody attends. */
@Singleton
public class Heartbeat {

    private static final System.Logger LOG = System.getLogger(Heartbeat.class.getName());

    private final LiveSessions sessions;
    private final Admissions admissions;
    private final ManagedScheduledExecutorService scheduler;
    private @Nullable ScheduledFuture<?> beat;
    private long lastNanos = System.nanoTime();

    @Inject
    Heartbeat(LiveSessions sessions, Admissions admissions, ManagedScheduledExecutorService scheduler) {
        this.sessions = sessions;
        this.admissions = admissions;
        this.scheduler = scheduler;
    }

    void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
        beat = scheduler.scheduleAtFixedRate(this::beat, 1, 1, TimeUnit.SECONDS);
    }

    @PreDestroy
    void stop() {
        if (beat != null) {
            beat.cancel(false);
        }
    }

    private void beat() {
        admissions.review();
        long now = System.nanoTime();
        double seconds = (now - lastNanos) / 1e9;
        lastNanos = now;
        int count = sessions.count();
        for (LiveSession session : sessions.all()) {
            try {
                if (session.secondPassed(seconds, count)) {
                    sessions.end(session, DisconnectReason.IDLE);
                }
            } catch (RuntimeException e) {
                // One session's trouble must not stop the clock for all; a thrown exception would end the schedule.
                LOG.log(System.Logger.Level.ERROR, "The heartbeat failed for a session", e);
            }
        }
    }
}
