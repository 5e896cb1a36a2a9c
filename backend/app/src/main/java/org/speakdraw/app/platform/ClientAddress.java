package org.speakdraw.app.platform;

import io.undertow.util.NetworkUtils;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Optional;

/** Addresses of clients, as numbers; nothing here asks a name server. */
public final class ClientAddress {

    /** Longest text of an address: IPv6 with an IPv4 ending. */
    private static final int MAX_TEXT = 45;

    /** How a socket for both kinds of addresses shows the older one. */
    private static final String MAPPED = "::ffff:";

    private static final int IPV6_BYTES = 16;

    private ClientAddress() {}

    /**
     * Whom a limit counts as one: an IPv4 address, or the /64 network of an IPv6 address, of which one household has
     * 2^64.
     *
     * @param address numeric, as {@code request.getRemoteAddr()} gives it
     */
    public static String networkOf(String address) {
        return parse(address).map(ClientAddress::networkOf).orElse(address);
    }

    /** The same of an address that is known as one. */
    public static String networkOf(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length < IPV6_BYTES) {
            return address.getHostAddress();
        }
        StringBuilder network = new StringBuilder();
        for (int i = 0; i < IPV6_BYTES / 2; i += 2) {
            network.append(Integer.toHexString(((bytes[i] & 0xff) << 8) | (bytes[i + 1] & 0xff)))
                    .append(':');
        }
        return network.append(":/64").toString();
    }

    /** An address written as numbers, IPv4 within IPv6 as IPv4; empty for anything else. */
    public static Optional<InetAddress> parse(String text) {
        int zone = text.indexOf('%');
        String numbers = zone < 0 ? text : text.substring(0, zone);
        if (numbers.regionMatches(true, 0, MAPPED, 0, MAPPED.length()) && numbers.indexOf('.') > 0) {
            numbers = numbers.substring(MAPPED.length());
        }
        if (numbers.length() > MAX_TEXT) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    numbers.indexOf(':') < 0
                            ? NetworkUtils.parseIpv4Address(numbers)
                            : InetAddress.getByAddress(NetworkUtils.parseIpv6AddressToBytes(numbers)));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
