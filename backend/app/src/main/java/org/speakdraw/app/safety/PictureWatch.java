package org.speakdraw.app.safety;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.speakdraw.app.platform.HealthCheck;
import org.speakdraw.app.platform.NamedThreads;
import org.speakdraw.app.platform.RepeatedJob;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.SpeakDrawException;
import org.speakdraw.inference.safety.PictureFilter;

/**
 * Looks at the pictures of all sessions beside the engine, one after another, whoever has waited longest first. After each
 * it rests for so long that all together take their share of the machine and no more: with many sessions it comes round
 * less often, and no frame waits for it. Thread-safe.
 */
@Singleton
public class PictureWatch implements HealthCheck {

    private static final System.Logger LOG = System.getLogger(PictureWatch.class.getName());
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(2);

    private final SafetyConfig config;
    private final Supplier<Judge> opening;
    private final LongSupplier nanoTime;
    private final double share;
    private final Set<PictureGuard> guards = ConcurrentHashMap.newKeySet();
    private final Optional<ScheduledExecutorService> scheduler;
    private final Optional<RepeatedJob> job;
    private @Nullable Judge judge;
    private volatile boolean failing;
    private volatile long restUntil;

    /** How likely a picture does not belong in a school, 0..1. Closed at the server's end. */
    interface Judge extends AutoCloseable {
        double unfit(Frame frame);

        @Override
        void close();
    }

    @Inject
    PictureWatch(SafetyConfig config, ThreadFactory threads) {
        // Not one of the container's, which runs nothing once the server is suspended: pictures go out still.
        this(
                config,
                Optional.of(Executors.newSingleThreadScheduledExecutor(
                        new NamedThreads(threads, "speakdraw-picture-watch"))),
                PictureWatch::network,
                System::nanoTime);
    }

    /**
     * The same with any filter and any clock.
     *
     * @param scheduler runs {@link #round} again and again, and is shut down with this; empty: somebody else runs it
     */
    PictureWatch(
            SafetyConfig config,
            Optional<ScheduledExecutorService> scheduler,
            Supplier<Judge> opening,
            LongSupplier nanoTime) {
        this.config = config;
        this.opening = opening;
        this.nanoTime = nanoTime;
        this.restUntil = nanoTime.getAsLong();
        this.share = Math.min(1, config.cpuShare() * Runtime.getRuntime().availableProcessors());
        this.scheduler = scheduler;
        this.job = scheduler.map(each -> new RepeatedJob("Looking at pictures", each, this::round, PAUSE));
    }

    private static Judge network() {
        PictureFilter filter = PictureFilter.open();
        return new Judge() {
            @Override
            public double unfit(Frame frame) {
                return filter.judge(frame).unfit();
            }

            @Override
            public void close() {
                filter.close();
            }
        };
    }

    void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
        if (config.pictures() != SafetyScope.OFF) {
            job.ifPresent(RepeatedJob::start);
        }
    }

    /** Watches a session that begins, until the guard is closed. */
    public PictureGuard guard() {
        PictureGuard guard = new PictureGuard(
                config.pictures(), config.interval().toNanos(), nanoTime, this::refuses, guards::remove);
        guards.add(guard);
        return guard;
    }

    /**
     * Looks at a single picture at once, on the caller's thread.
     *
     * @return whether it does not belong where others see it; false also while the network fails
     */
    public boolean refuses(Frame picture) {
        try {
            return config.pictures() != SafetyScope.OFF && filter().test(picture);
        } catch (SpeakDrawException e) {
            LOG.log(System.Logger.Level.ERROR, "A picture could not be looked at", e);
            return false;
        }
    }

    @Override
    public Health health() {
        String detail = config.pictures() == SafetyScope.OFF
                ? "Nobody looks at pictures; that is the configuration."
                : failing ? "Pictures are shown without being looked at; the log says why." : "Pictures are looked at.";
        return new Health("picture-filter", !failing, false, detail);
    }

    /** Looks at the picture that has waited longest, unless it is time to rest. */
    void round() {
        long start = nanoTime.getAsLong();
        if (start - restUntil < 0) {
            return;
        }
        try {
            Optional<PictureGuard> next = next(start);
            if (next.isPresent()) {
                next.get().judge(filter());
                failing = false;
                long end = nanoTime.getAsLong();
                restUntil = end + (long) ((end - start) * (1 / share - 1));
            }
        } catch (Throwable e) {
            if (!failing) {
                LOG.log(System.Logger.Level.ERROR, "Pictures cannot be looked at for the moment", e);
            }
            failing = true;
            restUntil = nanoTime.getAsLong() + config.interval().toNanos();
        }
    }

    private Optional<PictureGuard> next(long now) {
        return guards.stream()
                .flatMap(guard -> guard.dueSince(now).map(since -> Map.entry(since, guard)).stream())
                .min(Comparator.comparingLong(Map.Entry::getKey))
                .map(Map.Entry::getValue);
    }

    private synchronized Predicate<Frame> filter() {
        Judge known = judge;
        if (known == null) {
            known = opening.get();
            judge = known;
        }
        Judge open = known;
        return frame -> open.unfit(frame) >= config.threshold();
    }

    /** Waits for the look that is under way. */
    @PreDestroy
    void stop() {
        job.ifPresent(RepeatedJob::stop);
        scheduler.ifPresent(PictureWatch::end);
        close();
    }

    private static void end(ScheduledExecutorService scheduler) {
        scheduler.shutdown();
        try {
            if (!scheduler.awaitTermination(LONGEST_LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.log(System.Logger.Level.WARNING, "A picture is still being looked at");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void close() {
        if (judge != null) {
            judge.close();
            judge = null;
        }
    }
}
