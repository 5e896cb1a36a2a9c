package org.speakdraw.app.platform.door;

import java.math.BigInteger;
import java.net.InetAddress;
import org.speakdraw.app.platform.ClientAddress;

/**
 * Addresses that begin alike.
 *
 * @param address one of them
 * @param bits    by how many
 */
record Network(InetAddress address, int bits) {

    /**
     * Reads {@code 10.1.0.0/16} or {@code fd00::/8}; without a slash, one address.
     *
     * @throws IllegalArgumentException for anything else
     */
    static Network parse(String text) {
        String[] parts = text.strip().split("/", 2);
        InetAddress address = ClientAddress.parse(parts[0])
                .orElseThrow(() -> new IllegalArgumentException("\"" + text + "\" is no network address."));
        int all = address.getAddress().length * Byte.SIZE;
        int bits = parts.length == 1 ? all : Integer.parseInt(parts[1]);
        if (bits < 0 || bits > all) {
            throw new IllegalArgumentException("\"" + text + "\" is no network address.");
        }
        return new Network(address, bits);
    }

    boolean contains(InetAddress other) {
        byte[] mine = address.getAddress();
        byte[] theirs = other.getAddress();
        int rest = mine.length * Byte.SIZE - bits;
        return mine.length == theirs.length
                && new BigInteger(1, mine).shiftRight(rest).equals(new BigInteger(1, theirs).shiftRight(rest));
    }
}
