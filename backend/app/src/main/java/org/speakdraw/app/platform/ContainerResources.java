package org.speakdraw.app.platform;

import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Makes what the container owns, and the one clock and meter registry, injectable by constructor. */
@Singleton
public class ContainerResources {

    @Resource
    private ManagedExecutorService executor;

    @Resource
    private ManagedScheduledExecutorService scheduler;

    @Resource
    private ManagedThreadFactory threadFactory;

    /** Short tasks: JPEG work, text encoding, database writes. */
    @Produces
    ManagedExecutorService executor() {
        return executor;
    }

    /** Periodic tasks; they must be short too. Typed, since it is an executor as well. */
    @Produces
    @Typed(ManagedScheduledExecutorService.class)
    ManagedScheduledExecutorService scheduler() {
        return scheduler;
    }

    /** The engine's own thread, and nothing else. */
    @Produces
    ManagedThreadFactory threadFactory() {
        return threadFactory;
    }

    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    PrometheusMeterRegistry meterRegistry() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        new JvmMemoryMetrics().bindTo(registry);
        return registry;
    }
}
