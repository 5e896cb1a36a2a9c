package org.speakdraw.app.cluster;

import io.undertow.servlet.ServletExtension;
import io.undertow.servlet.api.DeploymentInfo;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.servlet.ServletContext;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/**
 * Puts {@link RoutingHandler} between the door and the servlets of a server that is one of several. Found by the server as
 * a service; it stands before the door's in the list, since the last one that is put on comes first.
 */
public final class ClusterExtension implements ServletExtension {

    @Override
    public void handleDeployment(DeploymentInfo deployment, ServletContext context) {
        ClassLoader application = context.getClassLoader();
        if (ClusterConfig.of(ConfigProvider.getConfig(application)).clustered()) {
            deployment.addInitialHandlerChainWrapper(next ->
                    new RoutingHandler(next, bean(application, Routes.class), bean(application, Membership.class)));
        }
    }

    /** Handlers are made before the beans are, and run outside of the application. */
    private static <T> Supplier<T> bean(ClassLoader application, Class<T> type) {
        AtomicReference<@Nullable T> found = new AtomicReference<>();
        return () -> {
            T known = found.get();
            if (known == null) {
                known = find(application, type);
                found.set(known);
            }
            return known;
        };
    }

    /** A bean of the application, for whoever is called by the server. */
    static <T> T find(ClassLoader application, Class<T> type) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(application);
        try {
            return CDI.current().select(type).get();
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
