package org.speakdraw.app.account;

import java.net.URI;
import java.util.Map;
import java.util.Set;

/**
 * A learning platform that may launch lessons, as its administration shows it.
 *
 * @param issuer        as it calls itself
 * @param clientId      as which it knows this server
 * @param deployments   where it has put this server
 * @param authorization where a browser goes for a launch
 * @param token         where this server asks for access to lists of names
 * @param keys          that it signs with
 */
record LtiPlatform(String issuer, String clientId, Set<String> deployments, URI authorization, URI token, URI keys) {

    LtiPlatform {
        deployments = Set.copyOf(deployments);
        if (issuer.isBlank() || clientId.isBlank() || deployments.isEmpty()) {
            throw new IllegalArgumentException(
                    "A platform of speakdraw.lti.platforms-file needs issuer, clientId and deployments");
        }
        Map.of("authorization", authorization, "token", token, "keys", keys).forEach((name, address) -> {
            if (!ProviderHttp.isSafe(address)) {
                throw new IllegalArgumentException("\"" + name + "\" of the platform " + issuer + " is " + address
                        + "; it begins with https:// (or http://localhost)");
            }
        });
    }

    /** Whether an address is this platform's: what a launch names is asked only there. */
    boolean owns(URI address) {
        return ProviderHttp.isSafe(address)
                && Set.of(origin(authorization), origin(token), origin(keys)).contains(origin(address));
    }

    private static String origin(URI address) {
        return address.getScheme() + "://" + address.getRawAuthority();
    }
}
