package org.speakdraw.app.platform.door;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.speakdraw.app.platform.ClientAddress;

/**
 * Whose word is taken for where a request came from. Each proxy writes at the end of {@code X-Forwarded-For} who called
 * it, and whoever calls the first one writes what he likes before that: the list is read from its end, as far as
 * proxies are trusted.
 *
 * @param neighbours networks of those that may connect here as a proxy
 * @param further    networks of those before them
 */
record TrustedProxies(List<Network> neighbours, List<Network> further) {

    private static final List<String> LOOPBACK = List.of("127.0.0.0/8", "::1/128");
    private static final List<String> PRIVATE =
            List.of("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "fc00::/7", "fe80::/10");

    /** Longest list that is read; a browser sends none, and three proxies in a row are many. */
    private static final int MAX_LIST = 1024;

    TrustedProxies {
        neighbours = List.copyOf(neighbours);
        further = List.copyOf(further);
    }

    /**
     * One proxy, on this machine or in its private network. No more than one: the clients may be in the same network,
     * and would else be taken for proxies and believed.
     */
    static TrustedProxies oneNearby() {
        List<Network> loopback = networks(LOOPBACK);
        List<Network> nearby = new java.util.ArrayList<>(loopback);
        nearby.addAll(networks(PRIVATE));
        return new TrustedProxies(nearby, loopback);
    }

    /**
     * These and no others, however many in a row.
     *
     * @param networks such as {@code 10.1.0.0/16}, or single addresses
     * @throws IllegalArgumentException for one that is none
     */
    static TrustedProxies of(List<String> networks) {
        List<Network> all = networks(networks);
        return new TrustedProxies(all, all);
    }

    /**
     * The last one in the row who is no proxy of ours.
     *
     * @param peer      who has connected
     * @param forwarded all {@code X-Forwarded-For} of the request in their order, joined by commas
     */
    InetAddress clientOf(InetAddress peer, String forwarded) {
        InetAddress client = peer;
        List<Network> trusted = neighbours;
        String[] hops = forwarded.length() > MAX_LIST
                ? forwarded.substring(forwarded.length() - MAX_LIST).split(",", -1)
                : forwarded.split(",", -1);
        for (int i = hops.length - 1; i >= 0 && isIn(trusted, client); i--) {
            Optional<InetAddress> hop = ClientAddress.parse(withoutPort(hops[i].strip()));
            if (hop.isEmpty()) {
                break;
            }
            client = hop.get();
            trusted = further;
        }
        return client;
    }

    private static boolean isIn(List<Network> networks, InetAddress address) {
        return networks.stream().anyMatch(network -> network.contains(address));
    }

    private static String withoutPort(String hop) {
        if (hop.startsWith("[")) {
            return hop.substring(1, Math.max(1, hop.indexOf(']')));
        }
        int colon = hop.indexOf(':');
        return colon >= 0 && colon == hop.lastIndexOf(':') ? hop.substring(0, colon) : hop;
    }

    private static List<Network> networks(List<String> texts) {
        return texts.stream().map(Network::parse).toList();
    }
}
