package org.speakdraw.app.account;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.speakdraw.app.participant.EndedSignInStore;
import org.speakdraw.app.platform.Database;
import org.speakdraw.app.platform.Expiry;
import org.speakdraw.app.platform.RepeatedJob;

/** Has what is kept of sign-ins deleted once it is of no use any more, from the server's start to its end. */
@Singleton
public class SignInSchedule {

    private static final Duration PAUSE = Duration.ofMinutes(10);

    private final Database database;
    private final Expiry expiry;
    private Optional<RepeatedJob> job = Optional.empty();

    @Inject
    SignInSchedule(Database database, OnceStore once, EndedSignInStore ended, InstantSource clock) {
        this.database = database;
        this.expiry = new Expiry(
                "sign-ins", Duration.ZERO, clock, time -> once.removeBefore(time) + ended.removeBefore(time));
    }

    void start(
            @Observes @Initialized(ApplicationScoped.class) Object event, ManagedScheduledExecutorService scheduler) {
        if (database.configured()) {
            job = Optional.of(new RepeatedJob("Deleting old sign-ins", scheduler, this::delete, PAUSE));
            job.get().start();
        }
    }

    void delete() {
        expiry.run();
    }

    @PreDestroy
    void stop() {
        job.ifPresent(RepeatedJob::stop);
    }
}
