package org.speakdraw.app.platform;

import java.util.List;
import org.speakdraw.inference.SpeakDrawException;

/** What a client asked for cannot be done; the client's session goes on. */
public final class RequestException extends SpeakDrawException {

    private static final long serialVersionUID = 1L;

    private final transient List<PropertyError> errors;

    public RequestException(String code, String detail) {
        this(code, detail, List.of());
    }

    public RequestException(String code, String detail, List<PropertyError> errors) {
        super(code, detail);
        this.errors = List.copyOf(errors);
    }

    public RequestException(String code, String detail, Throwable cause) {
        super(code, detail, cause);
        this.errors = List.of();
    }

    /** The properties at fault; empty when it is not about properties. */
    public List<PropertyError> errors() {
        return errors;
    }
}
