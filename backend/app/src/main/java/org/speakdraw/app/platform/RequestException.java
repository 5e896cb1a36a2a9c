package org.speakdraw.app.platform;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.speakdraw.inference.SpeakDrawException;

/** What a client asked for cannot be done; the client's session goes on. */
public final class RequestException extends SpeakDrawException {

    private static final long serialVersionUID = 1L;

    private final transient List<PropertyError> errors;
    private final transient Optional<Duration> retryAfter;

    public RequestException(ApiError code, String detail) {
        this(code, detail, List.of());
    }

    public RequestException(ApiError code, String detail, List<PropertyError> errors) {
        this(code, detail, errors, Optional.empty());
    }

    public RequestException(ApiError code, String detail, Throwable cause) {
        super(code, detail, cause);
        this.errors = List.of();
        this.retryAfter = Optional.empty();
    }

    private RequestException(ApiError code, String detail, List<PropertyError> errors, Optional<Duration> retryAfter) {
        super(code, detail);
        this.errors = List.copyOf(errors);
        this.retryAfter = retryAfter;
    }

    /** Refuses what may be asked for again after a while. */
    public static RequestException tooMany(ApiError code, String detail, Duration retryAfter) {
        return new RequestException(code, detail, List.of(), Optional.of(retryAfter));
    }

    /** After which it may work. */
    public Optional<Duration> retryAfter() {
        return retryAfter;
    }

    /** The properties at fault; empty when it is not about properties. */
    public List<PropertyError> errors() {
        return errors;
    }
}
