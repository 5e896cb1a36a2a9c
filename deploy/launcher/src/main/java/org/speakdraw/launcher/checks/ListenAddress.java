package org.speakdraw.launcher.checks;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;

/**
 * Where the server listens.
 *
 * @param address of an interface of this machine, or the wildcard
 * @param port    1..65535
 */
public record ListenAddress(InetAddress address, int port) {

    public ListenAddress {
        if (port < 1 || port > 65_535) {
            throw new LaunchException(Failure.ADDRESS, "The port must be 1 to 65535, but is " + port + ".");
        }
    }

    /** Resolves the host; a name that is unknown here is a {@link LaunchException}. */
    public static ListenAddress of(String host, int port) {
        try {
            return new ListenAddress(InetAddress.getByName(host), port);
        } catch (UnknownHostException e) {
            throw new LaunchException(Failure.ADDRESS, "--bind: this machine has no address " + host + ".", e);
        }
    }

    /** Fails with one line when the address cannot be bound now. */
    public void checkFree() {
        bindOnce(address).ifPresent(error -> {
            throw new LaunchException(Failure.ADDRESS, reason(error), error);
        });
        if ("127.0.0.1".equals(address.getHostAddress())) {
            // Browsers try ::1 first for "localhost": a program that listens there would get our visitors.
            bindOnce(ipv6Loopback()).filter(ListenAddress::inUse).ifPresent(error -> {
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

    private static InetAddress ipv6Loopback() {
        try {
            return InetAddress.getByAddress(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
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
            return "Port " + port + " needs administrator's rights; choose one above 1023 with --port.";
        }
        String holder = PortHolder.describe(port).map(name -> " by " + name).orElse("");
        return "Port " + port + " is taken" + holder + "; choose another one with --port, for example --port "
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
                || address.equals(ipv6Loopback());
        return URI.create("http://" + (nameable ? "localhost" : literal(address)) + ":" + port + "/");
    }

    /** The address for probes: the same interface, without a name to resolve. */
    public URI probeUri() {
        return URI.create(
                "http://" + (address.isAnyLocalAddress() ? "127.0.0.1" : literal(address)) + ":" + port + "/");
    }

    /** Addresses under which other machines reach the server. */
    public List<URI> networkUris() {
        if (!address.isAnyLocalAddress()) {
            return List.of(URI.create("http://" + literal(address) + ":" + port + "/"));
        }
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(candidate -> !candidate.isLoopbackAddress() && !candidate.isLinkLocalAddress())
                    .map(candidate -> URI.create("http://" + literal(candidate) + ":" + port + "/"))
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static String literal(InetAddress address) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        String plain = zone < 0 ? text : text.substring(0, zone);
        return address instanceof Inet6Address ? "[" + plain + "]" : plain;
    }
}
