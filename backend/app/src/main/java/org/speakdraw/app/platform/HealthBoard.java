package org.speakdraw.app.platform;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.speakdraw.app.platform.HealthCheck.Health;
import org.speakdraw.app.platform.HealthCheck.State;

/** How all parts are, and since when: they are looked at once a second and whenever somebody asks. Thread-safe. */
@Singleton
public class HealthBoard {

    private final Iterable<HealthCheck> checks;
    private final InstantSource clock;
    private final Map<String, Entry> entries = new HashMap<>();
    private Optional<ScheduledFuture<?>> schedule = Optional.empty();

    /**
     * A part on the board.
     *
     * @param health what it says now
     * @param since  when it was first seen in its state
     */
    public record Entry(Health health, Instant since) {}

    @Inject
    HealthBoard(Instance<HealthCheck> checks, InstantSource clock) {
        this((Iterable<HealthCheck>) checks, clock);
    }

    HealthBoard(Iterable<HealthCheck> checks, InstantSource clock) {
        this.checks = checks;
        this.clock = clock;
    }

    void start(
            @Observes @Initialized(ApplicationScoped.class) Object event, ManagedScheduledExecutorService scheduler) {
        schedule = Optional.of(scheduler.scheduleWithFixedDelay(this::entries, 0, 1, TimeUnit.SECONDS));
    }

    @PreDestroy
    void stop() {
        schedule.ifPresent(running -> running.cancel(false));
    }

    /** All parts as they are now. */
    public synchronized List<Entry> entries() {
        Instant now = clock.instant();
        return StreamSupport.stream(checks.spliterator(), false)
                .map(check -> look(check, now))
                .toList();
    }

    private Entry look(HealthCheck check, Instant now) {
        Health health = ask(check);
        Instant since = Optional.ofNullable(entries.get(health.name()))
                .filter(last -> last.health().state() == health.state())
                .map(Entry::since)
                .orElse(now);
        Entry entry = new Entry(health, since);
        entries.put(health.name(), entry);
        return entry;
    }

    /** A part that cannot even say how it is does not work; the others are asked nevertheless. */
    private static Health ask(HealthCheck check) {
        try {
            return check.health();
        } catch (Throwable e) {
            return new Health(check.getClass().getSimpleName(), State.DOWN, true, "It does not say: " + e.getMessage());
        }
    }

    /** The server as a whole: the worst that a required part is. */
    public static State stateOf(List<Entry> entries) {
        return entries.stream()
                .map(Entry::health)
                .filter(Health::required)
                .map(Health::state)
                .max(State::compareTo)
                .orElse(State.UP);
    }
}
