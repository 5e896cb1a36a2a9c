package org.speakdraw.app.stream.session;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.speakdraw.app.platform.RepeatedJob;
import org.speakdraw.app.stream.painting.Admissions;
import org.speakdraw.app.stream.painting.Engines;

/**
 * Once a second: engines that died, admissions, statistics, pings, stalled viewers, and the end of sessions that nobody
 * attends.
 */
@Singleton
public class Heartbeat {

    private static final System.Logger LOG = System.getLogger(Heartbeat.class.getName());

    private final LiveSessions sessions;
    private final Admissions admissions;
    private final Engines engines;
    private final RepeatedJob beating;
    private long lastNanos = System.nanoTime();

    @Inject
    Heartbeat(
            LiveSessions sessions, Admissions admissions, Engines engines, ManagedScheduledExecutorService scheduler) {
        this.sessions = sessions;
        this.admissions = admissions;
        this.engines = engines;
        this.beating = new RepeatedJob("The heartbeat", scheduler, this::beat, Duration.ofSeconds(1));
    }

    void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
        beating.start();
    }

    @PreDestroy
    void stop() {
        beating.stop();
    }

    private void beat() {
        attempt(engines::restartDead);
        attempt(admissions::review);
        long now = System.nanoTime();
        double seconds = (now - lastNanos) / 1e9;
        lastNanos = now;
        int count = sessions.count();
        for (LiveSession session : sessions.all()) {
            attempt(() -> {
                session.secondPassed(seconds, count).ifPresent(reason -> sessions.end(session, reason));
            });
        }
    }

    /** One's trouble must not stop the clock for all; what is thrown would end the schedule. */
    private static void attempt(Runnable work) {
        try {
            work.run();
        } catch (Throwable e) {
            LOG.log(System.Logger.Level.ERROR, "A heartbeat failed", e);
        }
    }
}
