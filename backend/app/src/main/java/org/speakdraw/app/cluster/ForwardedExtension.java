package org.speakdraw.app.cluster;

import io.undertow.servlet.ServletExtension;
import io.undertow.servlet.api.DeploymentInfo;
import jakarta.servlet.ServletContext;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Puts {@link Forwarded} in front of everything on a server that is one of several. Found by the server as a service; it
 * stands behind the door's in the list, since the last one that is put on comes first.
 */
public final class ForwardedExtension implements ServletExtension {

    @Override
    public void handleDeployment(DeploymentInfo deployment, ServletContext context) {
        ClassLoader application = context.getClassLoader();
        if (ClusterConfig.of(ConfigProvider.getConfig(application)).clustered()) {
            deployment.addInitialHandlerChainWrapper(
                    next -> new Forwarded(next, ClusterExtension.bean(application, Membership.class)));
        }
    }
}
