package org.speakdraw.app.platform;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/**
 * Who may see the metrics and the details of the health: {@link TokenAccess} with the token of {@code
 * speakdraw.monitoring.token}. Immutable, thread-safe.
 */
@Singleton
public class MonitoringAccess {

    private static final String BEARER = "Bearer ";

    private final TokenAccess access;

    @Inject
    public MonitoringAccess(Config config) {
        this(config.getOptionalValue("speakdraw.monitoring.token", String.class).orElse(""));
    }

    /**
     * @param token blank for none
     */
    MonitoringAccess(String token) {
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
    public boolean allows(String remote, String local, boolean forwarded, @Nullable String authorization) {
        Optional<String> shown = Optional.ofNullable(authorization)
                .filter(header -> header.startsWith(BEARER))
                .map(header -> header.substring(BEARER.length()));
        return access.allows(remote, local, forwarded, shown);
    }
}
