package org.speakdraw.app.platform;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.ToIntFunction;
import org.speakdraw.app.platform.HealthCheck.Health;

/**
 * Deletes what has come of age each time it runs. A failure is logged and leaves a schedule going: what is not deleted
 * now is deleted the next time.
 */
public final class Expiry implements Runnable {

    private static final System.Logger LOG = System.getLogger(Expiry.class.getName());

    private final String what;
    private final Duration retention;
    private final InstantSource clock;
    private final ToIntFunction<Instant> deletion;
    private volatile boolean failed;

    /**
     * @param what      things as the log calls them, in the plural
     * @param retention age from which on they are deleted
     * @param deletion  deletes what is older than a moment and tells how many there were
     */
    public Expiry(String what, Duration retention, InstantSource clock, ToIntFunction<Instant> deletion) {
        this.what = what;
        this.retention = retention;
        this.clock = clock;
        this.deletion = deletion;
    }

    @Override
    public void run() {
        try {
            int deleted = deletion.applyAsInt(clock.instant().minus(retention));
            failed = false;
            if (deleted > 0) {
                LOG.log(System.Logger.Level.INFO, "Deleted {0} {1} that had come of age", deleted, what);
            }
        } catch (Throwable e) {
            // Whatever is thrown from here ends a schedule for good, and nothing would be deleted ever again.
            failed = true;
            LOG.log(System.Logger.Level.WARNING, "Old {0} could not be deleted: {1}", what, e);
        }
    }

    /** Down from a run that failed to one that works again. */
    public Health health() {
        return new Health(
                "old " + what,
                !failed,
                false,
                failed
                        ? "Old " + what + " could not be deleted; it is tried again within the hour."
                        : "Old " + what + " are being deleted.");
    }
}
