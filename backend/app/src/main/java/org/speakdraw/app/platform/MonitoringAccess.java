package org.speakdraw.app.platform;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/**
 * Who may see the metrics and the details of the health: programs on this machine that did not come through a proxy,
 * and whoever has the token of {@code speakdraw.monitoring.token}. Immutable, thread-safe.
 */
@Singleton
public class MonitoringAccess {

    private static final String BEARER = "Bearer ";

    private final Optional<Secret> token;

    @Inject
    public MonitoringAccess(Config config) {
        this(config.getOptionalValue("speakdraw.monitoring.token", String.class).orElse(""));
    }

    /**
     * @param token blank for none
     */
    MonitoringAccess(String token) {
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
    public boolean allows(String remote, String local, boolean forwarded, @Nullable String authorization) {
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
