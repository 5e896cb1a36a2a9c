package org.speakdraw.app.cluster;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.URI;
import org.eclipse.microprofile.config.Config;

/**
 * The cluster part of the configuration; {@code microprofile-config.properties} explains each.
 *
 * @param name    of the cluster; empty for a server on its own
 * @param address as the other nodes reach this one
 * @param number  wanted, 0 for the lowest that is free
 */
public record ClusterConfig(String name, URI address, int number) {

    /** Numbers have 16 bits. */
    static final int MAX_NUMBER = 0xffff;

    public ClusterConfig {
        if (!name.isEmpty() && (!"http".equals(address.getScheme()) || address.getHost() == null)) {
            throw new IllegalArgumentException(
                    "speakdraw.cluster.address must be http://host:port, but is " + address + ".");
        }
        if (number < 0 || number > MAX_NUMBER) {
            throw new IllegalArgumentException(
                    "speakdraw.cluster.number must be 0 to " + MAX_NUMBER + ", but is " + number + ".");
        }
    }

    /** Reads it. */
    static ClusterConfig of(Config config) {
        return new ClusterConfig(
                config.getOptionalValue("speakdraw.cluster.name", String.class).orElse(""),
                URI.create(config.getOptionalValue("speakdraw.cluster.address", String.class)
                        .orElse("")),
                config.getValue("speakdraw.cluster.number", int.class));
    }

    /** Whether there may be other nodes. */
    public boolean clustered() {
        return !name.isEmpty();
    }

    /** Made from the configuration. */
    @Singleton
    static class Reader {

        @Produces
        @Singleton
        ClusterConfig cluster(Config config) {
            return of(config);
        }
    }
}
