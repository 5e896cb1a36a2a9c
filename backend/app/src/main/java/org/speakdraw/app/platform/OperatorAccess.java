package org.speakdraw.app.platform;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who may do something for the whole server: programs on this machine that did not come through a proxy, and whoever has a
 * token of the configuration. Immutable, thread-safe.
 */
public abstract class OperatorAccess {

    private static final String BEARER = "Bearer ";

    private final Optional<Secret> token;

    /**
     * @param token blank for none
     */
    OperatorAccess(String token) {
        this.token = token.isBlank() ? Optional.empty() : Optional.of(Secret.of(token));
    }

    /**
     * Whether a request may.
     *
     * @param remote        numeric address of the peer
     * @param local         numeric address it has connected to
     * @param forwarded     whether the request has a header of a proxy
     * @param authorization the header of that name
     */
    public final boolean allows(String remote, String local, boolean forwarded, @Nullable String authorization) {
        if (!forwarded && (remote.equals(local) || isLoopback(remote))) {
            return true;
        }
        return authorization != null
                && authorization.startsWith(BEARER)
                && token.filter(secret -> secret.matches(authorization.substring(BEARER.length())))
                        .isPresent();
    }

    private static boolean isLoopback(String address) {
        return address.startsWith("127.") || address.equals("::1") || address.equals("0:0:0:0:0:0:0:1");
    }
}
