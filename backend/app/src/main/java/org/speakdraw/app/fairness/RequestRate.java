package org.speakdraw.app.fairness;

import java.util.HashMap;
import java.util.Map;

/**
 * A highest rate by origin that allows bursts of a minute's worth (generic cell rate algorithm). Keeps nothing of
 * origins that have been quiet. Thread-safe.
 */
public final class RequestRate {

    private static final long MINUTE = 60_000_000_000L;
    private static final int MAX_ORIGINS = 10_000;

    private final long interval;
    private final Map<String, Long> paidUntil = new HashMap<>();

    /** @param perMinute at least 1 */
    public RequestRate(int perMinute) {
        this.interval = MINUTE / perMinute;
    }

    /**
     * A request comes in.
     *
     * @return 0 when it is granted, otherwise nanoseconds until one would be
     */
    public synchronized long request(String origin, long nowNanos) {
        if (paidUntil.size() >= MAX_ORIGINS) {
            paidUntil.values().removeIf(until -> until - nowNanos <= 0);
        }
        Long known = paidUntil.get(origin);
        if (known == null && paidUntil.size() >= MAX_ORIGINS) {
            return interval;
        }
        long paid = known == null || known - nowNanos < 0 ? nowNanos : known;
        long over = paid + interval - nowNanos - MINUTE;
        if (over > 0) {
            return over;
        }
        paidUntil.put(origin, paid + interval);
        return 0;
    }
}
