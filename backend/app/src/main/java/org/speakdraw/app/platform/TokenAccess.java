package org.speakdraw.app.platform;

import java.util.Optional;

/**
 * Who may use what is not for everybody in the network: programs on this machine that did not come through a proxy, and
 * whoever shows a token that the configuration has. Immutable, thread-safe.
 */
public final class TokenAccess {

    private final Optional<Secret> token;

    /** @param token blank for none */
    public TokenAccess(String token) {
        this.token = token.isBlank() ? Optional.empty() : Optional.of(Secret.of(token));
    }

    /**
     * Whether a request may.
     *
     * @param remote    numeric address of the peer
     * @param local     numeric address it has connected to
     * @param forwarded whether the request has a header of a proxy
     * @param shown     the token that it shows
     */
    public boolean allows(String remote, String local, boolean forwarded, Optional<String> shown) {
        boolean nearby = !forwarded && (remote.equals(local) || isLoopback(remote));
        return nearby
                || token.filter(secret -> shown.filter(secret::matches).isPresent())
                        .isPresent();
    }

    private static boolean isLoopback(String address) {
        return address.startsWith("127.") || address.equals("::1") || address.equals("0:0:0:0:0:0:0:1");
    }
}
