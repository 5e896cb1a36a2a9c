package org.speakdraw.app.settings;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.RequestException;

/** Which modes this server can do: cutting out a person needs a matting model in the bundle. */
@Singleton
public class AvailableModes {

    private final boolean matting;

    @Inject
    public AvailableModes(ActiveBundle bundle) {
        matting = bundle.matting().isPresent();
    }

    /** Why {@code mode} cannot be chosen, or nothing when it can. */
    public Optional<String> reasonAgainst(Mode mode) {
        return mode == Mode.FULL || matting ? Optional.empty() : Optional.of("The active bundle has no matting model.");
    }

    /**
     * Refuses settings whose mode cannot be done.
     *
     * @throws RequestException {@code mode-unavailable}
     */
    public void require(Mode mode) {
        reasonAgainst(mode).ifPresent(reason -> {
            throw new RequestException(ApiError.MODE_UNAVAILABLE, reason);
        });
    }
}
