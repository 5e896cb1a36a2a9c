package org.speakdraw.app.participant;

import jakarta.annotation.Priority;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.speakdraw.app.participant.EndedSignInStore.Ended;
import org.speakdraw.app.platform.RepeatedJob;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.platform.Secret;
import org.speakdraw.app.platform.ServerEnd;

/**
 * The sign-ins that people have ended, so that no copy of their cookies is worth anything any more: here at once, on other
 * servers of the cluster after {@link #LOOK_EVERY}. Until the database was asked once, none is known to go on. After that,
 * while the database is slow or away, one request at a time waits for it, and no other for that one. Thread-safe.
 */
@Singleton
public class EndedSignIns {

    static final Duration LOOK_EVERY = Duration.ofSeconds(2);

    /** Of somebody else's, a transaction may take so long to be seen. */
    private static final Duration OVERLAP = Duration.ofMinutes(1);

    private static final Duration EVER = Duration.ofDays(36_500);

    private final EndedSignInStore store;
    /** When they would have ended by themselves, by their digests. */
    private final Map<String, Instant> known = new ConcurrentHashMap<>();

    private final Queue<Ended> unwritten = new ConcurrentLinkedQueue<>();
    private final ReentrantLock looking = new ReentrantLock();
    private volatile Optional<Long> lookedAt = Optional.empty();
    private Optional<RepeatedJob> job = Optional.empty();

    @Inject
    public EndedSignIns(EndedSignInStore store) {
        this.store = store;
    }

    void start(
            @Observes @Initialized(ApplicationScoped.class) Object event, ManagedScheduledExecutorService scheduler) {
        job = Optional.of(new RepeatedJob("Looking for ended sign-ins", scheduler, this::look, LOOK_EVERY));
        job.get().start();
    }

    /** While the database is still there: what other servers do not know yet is written. */
    void stop(@Observes @Priority(ServerEnd.HISTORY) @BeforeDestroyed(ApplicationScoped.class) Object event) {
        job.ifPresent(RepeatedJob::stop);
        look();
    }

    /** Whether the sign-in with that cookie was ended, or may have been: after a start, who asks first looks. */
    boolean has(String cookie) {
        String digest = digest(Secret.of(cookie));
        return known.containsKey(digest) || !hasLooked() || known.containsKey(digest);
    }

    private boolean hasLooked() {
        if (lookedAt.isEmpty()) {
            lookWithin(LOOK_EVERY, () -> lookedAt.isEmpty());
        }
        return lookedAt.isPresent();
    }

    /** Whether the sign-in with that cookie is known to have ended, without looking. */
    boolean knows(String cookie) {
        return known.containsKey(digest(Secret.of(cookie)));
    }

    /** Ends the sign-in with that cookie; while the database is away, other servers learn of it later. */
    void end(String cookie, Instant until) {
        Ended ended = new Ended(Secret.of(cookie), until);
        known.put(digest(ended.cookie()), until);
        unwritten.add(ended);
        // Otherwise whoever looks writes it down, or the next one to look.
        lookWithin(Duration.ZERO, () -> true);
    }

    /** Looks, if that is still {@code wanted} once nobody else does; not when another one goes on for longer than {@code patience}. */
    private void lookWithin(Duration patience, BooleanSupplier wanted) {
        try {
            if (looking.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                try {
                    if (wanted.getAsBoolean()) {
                        lookAlone();
                    }
                } finally {
                    looking.unlock();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Writes down what is not yet, and learns what was ended elsewhere. */
    void look() {
        looking.lock();
        try {
            lookAlone();
        } finally {
            looking.unlock();
        }
    }

    private void lookAlone() {
        long now = System.nanoTime();
        try {
            for (Ended next = unwritten.peek(); next != null; next = unwritten.peek()) {
                store.add(next);
                unwritten.remove();
            }
            Duration age = lookedAt.map(last -> Duration.ofNanos(now - last).plus(OVERLAP))
                    .orElse(EVER);
            store.within(age).forEach(each -> known.put(digest(each.cookie()), each.until()));
            lookedAt = Optional.of(now);
        } catch (RequestException e) {
            // The database is away. What is known stays known, and the next look is soon.
            return;
        }
        Instant time = Instant.now();
        known.values().removeIf(until -> until.isBefore(time));
    }

    private static String digest(Secret cookie) {
        return HexFormat.of().formatHex(cookie.digest());
    }
}
