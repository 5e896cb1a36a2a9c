package org.speakdraw.app.safety;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.RequestException;

/** What becomes of a thing that was reported or waits for approval. */
public enum Decision {
    /** Others see it, whoever reported it. */
    KEEP,
    /** Its owner alone sees it. */
    HIDE,
    /** It is deleted for good. */
    REMOVE;

    /** The name on the wire. */
    @JsonValue
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Body of a request that decides.
     *
     * @param decision {@code keep}, {@code hide} or {@code remove}
     */
    public record Request(@Nullable String decision) {

        /**
         * What was decided.
         *
         * @throws RequestException {@code request-invalid}
         */
        public Decision parsed() {
            for (Decision each : values()) {
                if (each.id().equals(decision)) {
                    return each;
                }
            }
            throw new RequestException(ApiError.REQUEST_INVALID, "\"decision\" must be keep, hide or remove.");
        }
    }
}
