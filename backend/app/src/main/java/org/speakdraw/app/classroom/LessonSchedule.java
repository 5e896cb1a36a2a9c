package org.speakdraw.app.classroom;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.speakdraw.app.platform.Expiry;
import org.speakdraw.app.platform.RepeatedJob;

/**
 * What happens in lessons by itself: the wall twice a second, large pictures eight times; who is there, and how the lesson
 * stands, every two seconds.
 */
@Singleton
public class LessonSchedule {

    /** After which a picture that nobody decided about is no reason to keep it any more. */
    static final Duration REPORT_RETENTION = Duration.ofDays(30);

    private final LiveClassrooms rooms;
    private final List<RepeatedJob> jobs;

    @Inject
    LessonSchedule(
            LiveClassrooms rooms,
            MovingLessons moving,
            ReportedPictureStore reports,
            LessonStore lessons,
            InstantSource clock,
            ManagedScheduledExecutorService scheduler) {
        this.rooms = rooms;
        this.jobs = List.of(
                new RepeatedJob("Showing walls", scheduler, rooms::tick, Duration.ofMillis(500)),
                new RepeatedJob("Showing large pictures", scheduler, rooms::showLarge, Duration.ofMillis(125)),
                new RepeatedJob("Looking who is in class", scheduler, rooms::refreshAll, Duration.ofSeconds(2)),
                new RepeatedJob("Keeping lessons", scheduler, moving::keepClasses, Duration.ofSeconds(2)),
                new RepeatedJob(
                        "Deleting old reports",
                        scheduler,
                        new Expiry("reported pictures", REPORT_RETENTION, clock, reports::removeBefore),
                        Duration.ofHours(1)),
                new RepeatedJob(
                        "Deleting forgotten lessons",
                        scheduler,
                        new Expiry("lessons", LessonStore.FORGOTTEN_AFTER, clock, lessons::removeBefore),
                        Duration.ofMinutes(10)));
    }

    void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
        jobs.forEach(RepeatedJob::start);
    }

    @PreDestroy
    void stop() {
        jobs.forEach(RepeatedJob::stop);
        rooms.endAll();
    }
}
