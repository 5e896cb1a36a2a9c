package org.speakdraw.app.account;

import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A learning platform that may launch lessons, as its administration shows it.
 *
 * @param issuer        as it calls itself
 * @param clientId      as which it knows this server
 * @param deployments   where it has put this server
 * @param authorization where a browser goes for a launch
 * @param token         where this server asks for access to lists of names
 * @param keys          that it signs with
 * @param origins       of further addresses that are its own, such as {@code https://school.instructure.com}; null for none
 */
record LtiPlatform(
        String issuer,
        String clientId,
        Set<String> deployments,
        URI authorization,
        URI token,
        URI keys,
        @Nullable Set<String> origins) {

    LtiPlatform {
        deployments = Set.copyOf(deployments);
        origins = origins == null ? Set.of() : Set.copyOf(origins);
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
                && Stream.concat(
                                Stream.of(authorization, token, keys).map(LtiPlatform::origin),
                                Stream.ofNullable(origins).flatMap(Set::stream))
                        .anyMatch(origin(address)::equals);
    }

    private static String origin(URI address) {
        return address.getScheme() + "://" + address.getRawAuthority();
    }
}
