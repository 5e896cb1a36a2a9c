package org.speakdraw.app.stream.session;

import java.util.Optional;

/**
 * What a caller shows to be let in.
 *
 * @param token of the session, which opens it
 * @param view  the view-only key of a shared stream address
 */
public record Credentials(Optional<String> token, Optional<String> view) {

    @Override
    public String toString() {
        return "Credentials[...]";
    }
}
