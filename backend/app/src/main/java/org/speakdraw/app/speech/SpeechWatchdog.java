package org.speakdraw.app.speech;

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

/** Starts the speech worker's thread again if it has ended. */
@Singleton
public class SpeechWatchdog {

    private static final long PERIOD_SECONDS = 2;

    private final SpeechWorker worker;
    private final ManagedScheduledExecutorService scheduler;
    private @Nullable ScheduledFuture<?> schedule;

    @Inject
    SpeechWatchdog(SpeechWorker worker, ManagedScheduledExecutorService scheduler) {
        this.worker = worker;
        this.scheduler = scheduler;
    }

    void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
        schedule = scheduler.scheduleWithFixedDelay(
                worker::restartIfEnded, PERIOD_SECONDS, PERIOD_SECONDS, TimeUnit.SECONDS);
    }

    @PreDestroy
    void stop() {
        if (schedule != null) {
            schedule.cancel(false);
        }
    }
}
