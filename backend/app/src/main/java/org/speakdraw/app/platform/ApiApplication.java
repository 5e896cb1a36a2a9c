package org.speakdraw.app.platform;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/**
 * All JAX-RS resources live under {@code /api}. They are injected by field: RESTEasy picks a constructor by itself and
 * knows nothing of CDI's.
 */
@ApplicationPath("/api")
public class ApiApplication extends Application {}
