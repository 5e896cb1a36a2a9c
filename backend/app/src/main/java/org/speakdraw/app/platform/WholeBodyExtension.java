package org.speakdraw.app.platform;

import io.undertow.servlet.ServletExtension;
import io.undertow.servlet.api.DeploymentInfo;
import jakarta.servlet.ServletContext;
import java.time.Duration;

/** Puts {@link WholeBodyHandler} before all servlets and files of this application. Found by the server as a service. */
public final class WholeBodyExtension implements ServletExtension {

    /** An eighth of the usual heap; five of the largest recordings of speech at once. */
    private static final long ALL_BODIES = 128L * 1024 * 1024;
    /** The slowest that a phone at the edge of its network sends. */
    private static final int BYTES_PER_SECOND = 16 * 1024;

    private static final Duration GRACE = Duration.ofSeconds(15);

    @Override
    public void handleDeployment(DeploymentInfo deployment, ServletContext context) {
        BodyMemory memory = new BodyMemory(ALL_BODIES);
        BodyPace pace = new BodyPace(GRACE, BYTES_PER_SECOND);
        deployment.addInitialHandlerChainWrapper(next -> new WholeBodyHandler(next, memory, pace));
    }
}
