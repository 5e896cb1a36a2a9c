package org.speakdraw.launcher;

import java.net.InetAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.speakdraw.launcher.checks.Failure;
import org.speakdraw.launcher.checks.LaunchException;
import org.speakdraw.launcher.checks.ListenAddress;
import org.speakdraw.launcher.checks.NetworkAddresses;
import picocli.CommandLine.Option;

/** Whether this server is one of several, and how they find each other: by the database that they share. */
final class ClusterOptions {

    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}._-]{1,60}");
    private static final Pattern HOST = Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+\\])(:[0-9]{1,5})?");

    @Option(
            names = "--cluster",
            paramLabel = "NAME",
            description = "Be one of several servers of that name, which share a database and stand for one another.")
    private @Nullable String name;

    @Option(
            names = "--join",
            paramLabel = "JDBC-URL|HOST",
            description =
                    "The PostgreSQL that the servers of the cluster share, in place of SPEAKDRAW_DATABASE_URL; a host's"
                            + " database is speakdraw. Without either it is the embedded one.")
    private @Nullable String database;

    @Option(
            names = "--node",
            paramLabel = "N",
            defaultValue = "0",
            description = "Number of this server in the cluster, 1 to 65535 (default: the lowest that is free).")
    private int number;

    @Option(
            names = "--node-address",
            paramLabel = "URL",
            description =
                    "Where the other servers of the cluster reach this one (default: http, its address and --port).")
    private @Nullable String address;

    /** Fails where the options contradict each other. */
    void check() {
        if (name == null) {
            if (database != null || number != 0 || address != null) {
                throw new LaunchException(Failure.USAGE, "--join, --node and --node-address go with --cluster.");
            }
            return;
        }
        if (!NAME.matcher(name).matches()) {
            throw new LaunchException(
                    Failure.USAGE, "--cluster: a name has up to 60 letters, digits, dots, dashes and underscores.");
        }
        if (number < 0 || number > 65_535) {
            throw new LaunchException(Failure.USAGE, "--node must be 1 to 65535, but is " + number + ".");
        }
    }

    /** The environment with the database of {@code --join}. */
    Map<String, String> withDatabase(Map<String, String> environment) {
        if (database == null) {
            return environment;
        }
        Map<String, String> joined = new HashMap<>(environment);
        joined.put("SPEAKDRAW_DATABASE_URL", databaseUrl(database));
        return joined;
    }

    private static String databaseUrl(String given) {
        if (given.startsWith("jdbc:postgresql:")) {
            return given;
        }
        if (!HOST.matcher(given).matches()) {
            throw new LaunchException(
                    Failure.USAGE, "--join takes jdbc:postgresql://HOST:PORT/DATABASE, HOST or HOST:PORT.");
        }
        return "jdbc:postgresql://" + given + "/speakdraw";
    }

    /** What the server is told. */
    Map<String, String> environment(ListenAddress listen) {
        return Optional.ofNullable(name)
                .map(cluster -> Map.of(
                        "SPEAKDRAW_CLUSTER_NAME", cluster,
                        "SPEAKDRAW_CLUSTER_NUMBER", Integer.toString(number),
                        "SPEAKDRAW_CLUSTER_ADDRESS", nodeAddress(listen).toString()))
                .orElse(Map.of());
    }

    private URI nodeAddress(ListenAddress listen) {
        if (address != null) {
            try {
                URI given = URI.create(address);
                if ("http".equals(given.getScheme()) && given.getHost() != null) {
                    return given;
                }
            } catch (IllegalArgumentException e) {
                // Falls through: what is no address is none of this form either.
            }
            throw new LaunchException(
                    Failure.USAGE, "--node-address must be http://HOST:PORT, but is " + address + ".");
        }
        InetAddress own = listen.address().isAnyLocalAddress()
                ? NetworkAddresses.ofThisMachine().stream().findFirst().orElse(NetworkAddresses.IPV4_LOOPBACK)
                : listen.address();
        String host = own.getHostAddress();
        return URI.create("http://" + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + listen.port());
    }
}
