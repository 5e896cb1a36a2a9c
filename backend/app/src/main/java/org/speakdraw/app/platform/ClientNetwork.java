package org.speakdraw.app.platform;

import java.util.Arrays;

/** What of a client's address is its own: all of IPv4's, and the network of IPv6's, in which it has 2^64 addresses. */
public final class ClientNetwork {

    private static final int IPV6_GROUPS = 8;
    private static final int NETWORK_GROUPS = 4;

    private ClientNetwork() {}

    /**
     * The network.
     *
     * @param address as a request gives it, with all groups
     */
    public static String of(String address) {
        String[] groups = address.split(":", -1);
        return groups.length == IPV6_GROUPS ? String.join(":", Arrays.copyOf(groups, NETWORK_GROUPS)) : address;
    }
}
