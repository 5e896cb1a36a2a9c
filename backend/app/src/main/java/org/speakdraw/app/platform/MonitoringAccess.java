package org.speakdraw.app.platform;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.Config;

/** Who may see the metrics and the details of the health; the token is {@code speakdraw.monitoring.token}. */
@Singleton
public class MonitoringAccess extends OperatorAccess {

    @Inject
    public MonitoringAccess(Config config) {
        this(config.getOptionalValue("speakdraw.monitoring.token", String.class).orElse(""));
    }

    /** @param token blank for none */
    MonitoringAccess(String token) {
        super(token);
    }
}
