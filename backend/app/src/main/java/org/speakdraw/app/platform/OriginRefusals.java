package org.speakdraw.app.platform;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Counts what pages of other origins were refused, and writes it into the audit log once a minute: one line an address,
 * so that a flood cannot push everything else out of the log. Thread-safe.
 */
@Singleton
public class OriginRefusals {

    /** Those beyond share one line. */
    static final int MAX_ADDRESSES = 100;

    static final String OTHERS = "other addresses";

    private final Map<String, Integer> byAddress = new HashMap<>();
    private Optional<ScheduledFuture<?>> schedule = Optional.empty();

    void start(
            @Observes @Initialized(ApplicationScoped.class) Object event, ManagedScheduledExecutorService scheduler) {
        schedule = Optional.of(scheduler.scheduleWithFixedDelay(this::write, 1, 1, TimeUnit.MINUTES));
    }

    /** Something was refused to a client at this address. */
    public synchronized void add(String address) {
        String network = ClientAddress.networkOf(address);
        boolean hasLine = byAddress.containsKey(network) || byAddress.size() < MAX_ADDRESSES;
        byAddress.merge(hasLine ? network : OTHERS, 1, Integer::sum);
    }

    synchronized void write() {
        byAddress.forEach((address, count) -> AuditLog.refused(ApiError.ORIGIN_REFUSED, address, count));
        byAddress.clear();
    }

    @PreDestroy
    void stop() {
        schedule.ifPresent(running -> running.cancel(false));
        write();
    }
}
