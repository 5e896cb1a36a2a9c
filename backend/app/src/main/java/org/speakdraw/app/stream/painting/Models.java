package org.speakdraw.app.stream.painting;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.inference.diffusion.DiffusionBundle;

/**
 * The models that streams are painted with: the server's own, and one guest at most, so that the memory they take
 * together is bounded. Thread-safe.
 */
@Singleton
public class Models {

    private static final System.Logger LOG = System.getLogger(Models.class.getName());
    /** One that ends now is closed by then. */
    private static final long PATIENCE_SECONDS = 2;

    private final Engines engines;
    private final Semaphore place = new Semaphore(1);

    @Inject
    public Models(Engines engines) {
        this.engines = engines;
    }

    /** The bundle that the server runs, on whatever engine. */
    public Model own() {
        return engines;
    }

    /**
     * The model of {@code bundle}: the server's own, or one that is loaded now, which takes seconds on the calling
     * thread.
     *
     * @throws org.speakdraw.inference.SpeakDrawException {@code server-full} when another guest is loaded;
     *     {@code engine-starting}, {@code bundle-invalid}, {@code device-unavailable}, {@code model-failed}
     */
    public Model of(DiffusionBundle bundle) {
        if (bundle.id().equals(engines.bundle().id())) {
            return engines;
        }
        Engine home = engines.running().stream()
                .findFirst()
                .orElseThrow(() -> new RequestException(ApiError.ENGINE_STARTING, "The models are being loaded."));
        if (!takePlace()) {
            throw new RequestException(
                    ApiError.SERVER_FULL, "The server has another bundle loaded for somebody else; try again later.");
        }
        boolean complete = false;
        try {
            Networks networks = home.load(bundle);
            complete = true;
            LOG.log(System.Logger.Level.INFO, "Bundle {0} is loaded for one stream", bundle.id());
            return new GuestModel(bundle, home.name(), networks, place::release);
        } finally {
            if (!complete) {
                place.release();
            }
        }
    }

    private boolean takePlace() {
        try {
            return place.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
