package org.speakdraw.launcher.checks;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Where the server listens.
 *
 * @param address of an interface of this machine, or the wildcard
 * @param port    1..65535
 * @param scheme  what is spoken there
 */
public record ListenAddress(InetAddress address, int port, Scheme scheme) {

    /** What a port is for, and the option that chooses it. */
    public enum Scheme {
        HTTP("--port", 80),
        HTTPS("--https-port", 443);

        private final String option;
        private final int usualPort;

        Scheme(String option, int usualPort) {
            this.option = option;
            this.usualPort = usualPort;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public ListenAddress {
        if (port < 1 || port > 65_535) {
            throw new LaunchException(
                    Failure.ADDRESS, scheme.option + ": the port must be 1 to 65535, but is " + port + ".");
        }
    }

    /** For http. Resolves the host; a name that is unknown here is a {@link LaunchException}. */
    public static ListenAddress of(String host, int port) {
        try {
            return new ListenAddress(InetAddress.getByName(host), port, Scheme.HTTP);
        } catch (UnknownHostException e) {
            throw new LaunchException(Failure.ADDRESS, "--bind: this machine has no address " + host + ".", e);
        }
    }

    /** The same interface, for https. */
    public ListenAddress secure(int securePort) {
        if (securePort == port) {
            throw new LaunchException(
                    Failure.ADDRESS, "--port and --https-port must differ, but both are " + port + ".");
        }
        return new ListenAddress(address, securePort, Scheme.HTTPS);
    }

    /** Fails with one line when the address cannot be bound now. */
    public void checkFree() {
        bindOnce(address).ifPresent(error -> {
            throw new LaunchException(Failure.ADDRESS, reason(error), error);
        });
        if ("127.0.0.1".equals(address.getHostAddress())) {
            // Browsers try ::1 first for "localhost": a program that listens there would get our visitors.
            bindOnce(NetworkAddresses.IPV6_LOOPBACK)
                    .filter(ListenAddress::inUse)
                    .ifPresent(error -> {
                        throw new LaunchException(Failure.ADDRESS, reason(error), error);
                    });
        }
    }

    private Optional<IOException> bindOnce(InetAddress candidate) {
        try (ServerSocket probe = new ServerSocket()) {
            // As the server does it: a connection of a former server that lingers in TIME_WAIT is no obstacle.
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(candidate, port));
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(e);
        }
    }

    private static boolean inUse(IOException error) {
        return String.valueOf(error.getMessage()).contains("in use");
    }

    private String reason(IOException e) {
        String host = address.getHostAddress();
        if (String.valueOf(e.getMessage()).contains("assign requested address")) {
            return "--bind: " + host + " is not an address of this machine.";
        }
        if (String.valueOf(e.getMessage()).contains("Permission denied")) {
            return "Port " + port + " needs administrator's rights; choose one above 1023 with " + scheme.option + ".";
        }
        String holder = PortHolder.describe(port).map(name -> " by " + name).orElse("");
        return "Port " + port + " is taken" + holder + "; choose another one with " + scheme.option + ", for example "
                + scheme.option + " "
                + (port < 65_000 ? port + 1 : 8081) + ".";
    }

    /** Whether only this machine can reach the server. */
    public boolean localOnly() {
        return address.isLoopbackAddress();
    }

    /** The address to type into a browser on this machine. */
    public URI uri() {
        boolean nameable = address.isAnyLocalAddress()
                || "127.0.0.1".equals(address.getHostAddress())
                || address.equals(NetworkAddresses.IPV6_LOOPBACK);
        return nameable ? uri("localhost") : uri(address);
    }

    /** The address for probes: the same interface, without a name to resolve. */
    public URI probeUri() {
        return address.isAnyLocalAddress() ? uri("127.0.0.1") : uri(address);
    }

    /** Addresses under which other machines reach the server, the likeliest first; none where only this one does. */
    public List<URI> networkUris() {
        if (localOnly()) {
            return List.of();
        }
        List<InetAddress> addresses = address.isAnyLocalAddress() ? NetworkAddresses.ofThisMachine() : List.of(address);
        return addresses.stream().map(this::uri).toList();
    }

    /** The page under one of the machine's names. */
    public URI uri(String host) {
        return URI.create(scheme + "://" + host + (port == scheme.usualPort ? "" : ":" + port) + "/");
    }

    private URI uri(InetAddress host) {
        return uri(literal(host));
    }

    private static String literal(InetAddress address) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        String plain = zone < 0 ? text : text.substring(0, zone);
        return address instanceof Inet6Address ? "[" + plain + "]" : plain;
    }
}
