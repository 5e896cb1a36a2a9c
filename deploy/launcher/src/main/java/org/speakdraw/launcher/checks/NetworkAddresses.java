package org.speakdraw.launcher.checks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Under which addresses other machines reach this one. */
public final class NetworkAddresses {

    /** {@code 127.0.0.1}. */
    public static final InetAddress IPV4_LOOPBACK = numeric(new byte[] {127, 0, 0, 1});

    /** {@code ::1}. */
    public static final InetAddress IPV6_LOOPBACK =
            numeric(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});

    /** Reserved for documentation: an address that is surely outside. Nothing is sent there. */
    private static final InetSocketAddress OUTSIDE = new InetSocketAddress("192.0.2.1", 9);

    private NetworkAddresses() {}

    /**
     * All of them but link-local ones, which mean something on one cable only: first the one that leads outside, as
     * bridges of containers and the like do not, then the older kind of addresses.
     */
    public static List<InetAddress> ofThisMachine() {
        Optional<InetAddress> outward = outward();
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                    .sorted(Comparator.<InetAddress, Boolean>comparing(address -> !outward.equals(Optional.of(address)))
                            .thenComparing(address -> !(address instanceof Inet4Address)))
                    .distinct()
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static InetAddress numeric(byte[] address) {
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Where a packet to the outside would start from, as the system's routes have it. */
    private static Optional<InetAddress> outward() {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(OUTSIDE);
            return Optional.of(socket.getLocalAddress()).filter(address -> !address.isAnyLocalAddress());
        } catch (IOException | UncheckedIOException e) {
            // No way out: a network of its own.
            return Optional.empty();
        }
    }
}
