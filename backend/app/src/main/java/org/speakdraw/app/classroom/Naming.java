package org.speakdraw.app.classroom;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.RequestException;

/** Who says how students are called. */
enum Naming {
    /** They do. */
    TYPED,
    /** They choose from the teacher's list, each name once. */
    LIST,
    /** The server makes names up. */
    PSEUDONYMS,
    /** The school does: each has the name of the account that they have signed in with. */
    ACCOUNT;

    /** The name on the wire and in the database. */
    @JsonValue
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws RequestException {@code request-invalid} */
    static Naming of(String id) {
        for (Naming each : values()) {
            if (each.id().equals(id)) {
                return each;
            }
        }
        throw new RequestException(ApiError.REQUEST_INVALID, "\"naming\" must be typed, list, pseudonyms or account.");
    }
}
