package org.speakdraw.app.platform;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who may do something for the whole server: {@link TokenAccess} with a token of the configuration. Immutable,
 * thread-safe.
 */
public abstract class OperatorAccess {

    private static final String BEARER = "Bearer ";

    private final TokenAccess access;

    /**
     * @param token blank for none
     */
    OperatorAccess(String token) {
        this.access = new TokenAccess(token);
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
        Optional<String> shown = Optional.ofNullable(authorization)
                .filter(header -> header.startsWith(BEARER))
                .map(header -> header.substring(BEARER.length()));
        return access.allows(remote, local, forwarded, shown);
    }
}
