package org.speakdraw.app.platform;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.Config;

/** Who decides without an account what everybody on the server sees; the token is {@code speakdraw.administrator.token}. */
@Singleton
public class AdministratorAccess extends OperatorAccess {

    @Inject
    public AdministratorAccess(Config config) {
        super(config.getOptionalValue("speakdraw.administrator.token", String.class)
                .orElse(""));
    }
}
