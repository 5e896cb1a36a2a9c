package org.speakdraw.app.fairness;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** What counts as one network: an IPv4 address, or the 64 bits of an IPv6 address within which a machine picks its own. */
public final class ClientNetwork {

    private static final int PREFIX_BYTES = 8;

    private ClientNetwork() {}

    /**
     * The network of a client.
     *
     * @param address as the server saw it; what is no address is a network of its own
     */
    public static String of(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        int zone = address.indexOf('%');
        String literal = zone < 0 ? address : address.substring(0, zone);
        try {
            // With a colon it is read as an address, or refused; no name server is asked.
            InetAddress read = InetAddress.getByName(literal);
            if (read instanceof Inet6Address) {
                byte[] prefix = Arrays.copyOf(Arrays.copyOf(read.getAddress(), PREFIX_BYTES), 2 * PREFIX_BYTES);
                return InetAddress.getByAddress(prefix).getHostAddress() + "/64";
            }
            return read.getHostAddress();
        } catch (UnknownHostException e) {
            return address;
        }
    }
}
