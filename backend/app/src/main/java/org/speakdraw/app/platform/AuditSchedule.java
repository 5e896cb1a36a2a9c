package org.speakdraw.app.platform;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;

/** Has what the audit log counted written once a minute, from the server's start to its end. */
@Singleton
public class AuditSchedule {

    private static final Duration PAUSE = Duration.ofMinutes(1);

    private Optional<RepeatedJob> job = Optional.empty();

    void start(
            @Observes @Initialized(ApplicationScoped.class) Object event, ManagedScheduledExecutorService scheduler) {
        job = Optional.of(new RepeatedJob("Counting refusals", scheduler, AuditLog::writeCounted, PAUSE));
        job.get().start();
    }

    @PreDestroy
    void stop() {
        job.ifPresent(RepeatedJob::stop);
        AuditLog.writeCounted();
    }
}
