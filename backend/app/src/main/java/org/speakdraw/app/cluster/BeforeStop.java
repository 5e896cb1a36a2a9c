package org.speakdraw.app.cluster;

import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.as.server.suspend.ServerResumeContext;
import org.jboss.as.server.suspend.ServerSuspendContext;
import org.jboss.as.server.suspend.SuspendableActivity;
import org.jboss.as.server.suspend.SuspendableActivityRegistry;
import org.jboss.msc.Service;
import org.jboss.msc.service.ServiceActivator;
import org.jboss.msc.service.ServiceActivatorContext;
import org.jboss.msc.service.ServiceBuilder;
import org.jboss.msc.service.ServiceName;
import org.jboss.msc.service.StartContext;
import org.jboss.msc.service.StopContext;

/**
 * Drains a node as the first thing of its server's stop. The server suspends itself before it ends anything, and to
 * suspend is to close all sockets with 1001; what is to be done before is an activity's preparation. Found by the server
 * as a service.
 */
public final class BeforeStop implements ServiceActivator {

    private static final System.Logger LOG = System.getLogger(BeforeStop.class.getName());
    private static final ServiceName SUSPENSION = ServiceName.parse("org.wildfly.server.suspend-controller");

    @Override
    public void activate(ServiceActivatorContext context) {
        ClassLoader application = BeforeStop.class.getClassLoader();
        if (!ClusterConfig.of(ConfigProvider.getConfig(application)).clustered()) {
            return;
        }
        ServiceBuilder<?> builder = context.getServiceTarget().addService();
        Supplier<SuspendableActivityRegistry> registry = builder.requires(SUSPENSION);
        builder.setInstance(new Registration(registry, new Draining(application)))
                .install();
    }

    /** While the application is there. */
    private record Registration(Supplier<SuspendableActivityRegistry> registry, SuspendableActivity activity)
            implements Service {

        @Override
        public void start(StartContext context) {
            registry.get().registerActivity(activity);
        }

        @Override
        public void stop(StopContext context) {
            registry.get().unregisterActivity(activity);
        }
    }

    /** On the thread that stops the server, which waits for it. */
    private record Draining(ClassLoader application) implements SuspendableActivity {

        @Override
        public CompletionStage<Void> prepare(ServerSuspendContext context) {
            if (context.isStopping()) {
                try {
                    ClusterExtension.find(application, Pulse.class).leave();
                } catch (Throwable e) {
                    // Whatever fails, the server stops.
                    LOG.log(System.Logger.Level.WARNING, "This node could not be drained", e);
                }
            }
            return COMPLETED;
        }

        @Override
        public CompletionStage<Void> suspend(ServerSuspendContext context) {
            return COMPLETED;
        }

        @Override
        public CompletionStage<Void> resume(ServerResumeContext context) {
            return COMPLETED;
        }
    }
}
