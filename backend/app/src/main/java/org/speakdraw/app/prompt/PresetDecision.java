package org.speakdraw.app.prompt;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.safety.Decision;

/**
 * Body of a request that decides about a preset.
 *
 * @param decision {@code keep}, {@code hide} or {@code remove}
 * @param version  what a list said of the preset; needed to keep it, for its owner may have changed it since
 */
public record PresetDecision(
        @Nullable String decision, @Nullable String version) {

    /**
     * What was decided.
     *
     * @throws RequestException {@code request-invalid}
     */
    public Decision parsed() {
        return new Decision.Request(decision).parsed();
    }

    /**
     * When the preset that was looked at had been changed last.
     *
     * @throws RequestException {@code request-invalid}
     */
    Instant seen() {
        try {
            return Instant.parse(version == null ? "" : version);
        } catch (DateTimeParseException e) {
            throw new RequestException(
                    ApiError.REQUEST_INVALID, "\"version\" must be what the list of presets says.", e);
        }
    }
}
