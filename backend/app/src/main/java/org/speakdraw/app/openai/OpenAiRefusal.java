package org.speakdraw.app.openai;

import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.RequestException;

/** A refusal that names the field of the request. */
public final class OpenAiRefusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String field;
    private final transient RequestException reason;

    /** @param detail one sentence for a person */
    public OpenAiRefusal(String field, ApiError code, String detail) {
        super(detail);
        this.field = field;
        this.reason = new RequestException(code, detail);
    }

    /** The field at fault. */
    public String field() {
        return field;
    }

    /** What is wrong with it. */
    public RequestException reason() {
        return reason;
    }
}
