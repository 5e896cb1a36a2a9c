package org.speakdraw.app.stream.wire;

import java.security.Principal;
import org.speakdraw.app.stream.session.Credentials;

/**
 * What a socket's opening HTTP request showed, carried to the endpoint as its principal, since an endpoint cannot see
 * the request.
 *
 * @param credentials   shown
 * @param originAllowed whether the page that opens it is ours or an allowed one
 * @param address       it came from
 */
public record Handshake(Credentials credentials, boolean originAllowed, String address) implements Principal {

    @Override
    public String getName() {
        return "socket";
    }

    /**
     * The handshake behind {@code principal}.
     *
     * @throws IllegalStateException when the filter did not run, which is a bug
     */
    public static Handshake of(Principal principal) {
        if (principal instanceof Handshake handshake) {
            return handshake;
        }
        throw new IllegalStateException("the handshake filter did not see this socket");
    }
}
