package org.speakdraw.app.platform.door;

import io.undertow.servlet.ServletExtension;
import io.undertow.servlet.api.DeploymentInfo;
import jakarta.servlet.ServletContext;
import java.time.Duration;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.speakdraw.app.platform.BodyLimits;
import org.speakdraw.app.platform.OriginPolicy;

/**
 * Puts the handlers of this package before all servlets and files of this application. Found by the server as a
 * service.
 */
public final class DoorExtension implements ServletExtension {

    /** Of all bodies together: an eighth of the usual heap, five of the largest recordings of speech. */
    private static final long ALL_BODIES = 128L << 20;
    /** Of one address: a school is often one, and a whole class may send something at the same moment. */
    private static final long BODIES_OF_ADDRESS = 96L << 20;
    /** Of one participant: one of the largest, and hundreds of small ones. */
    private static final long BODIES_OF_PARTICIPANT = 32L << 20;
    /**
     * Some 16 kB a second, the slowest that a phone at the edge of its network sends: 64 KiB must be there within 15 s.
     */
    private static final BodyPace BODIES = new BodyPace(Duration.ofSeconds(15), 15 * 16 * 1024, Duration.ofMinutes(15));

    private static final AnswerPace ANSWERS = new AnswerPace(Duration.ofSeconds(30), 16 * 1024);
    /**
     * Fewer than half of the threads that servlets have, see {@code configure.cli}; a class that loads the page has
     * less.
     */
    private static final int DOWNLOADS_OF_CLIENT = 192;

    @Override
    public void handleDeployment(DeploymentInfo deployment, ServletContext context) {
        Config config = ConfigProvider.getConfig(context.getClassLoader());
        BodyLimits limits = new BodyLimits(config.getValue("speakdraw.speech.max-file-bytes", long.class));
        BodyMemory memory = new BodyMemory(ALL_BODIES, BODIES_OF_ADDRESS, BODIES_OF_PARTICIPANT);
        Downloads downloads = new Downloads(DOWNLOADS_OF_CLIENT);
        // The last one that is put on comes first.
        deployment.addInitialHandlerChainWrapper(next -> new WholeBodyHandler(next, limits, memory, BODIES));
        deployment.addInitialHandlerChainWrapper(next -> new AnswerPaceHandler(next, ANSWERS, downloads));
        OriginPolicy origins = new OriginPolicy(config);
        if (origins.listsAny()) {
            deployment.addInitialHandlerChainWrapper(next -> new CrossOriginHandler(next, origins));
        }
        if (config.getValue("speakdraw.behind-proxy", boolean.class)) {
            TrustedProxies proxies = config.getOptionalValues("speakdraw.trusted-proxies", String.class)
                    .map(TrustedProxies::of)
                    .orElseGet(TrustedProxies::oneNearby);
            deployment.addInitialHandlerChainWrapper(next -> new ClientAddressHandler(next, proxies));
        }
    }
}
