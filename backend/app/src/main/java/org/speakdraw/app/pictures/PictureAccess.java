package org.speakdraw.app.pictures;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;
import org.speakdraw.app.fairness.RequestRate;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.ClientAddress;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.platform.TokenAccess;

/**
 * Who may ask for single pictures, and how often: programs on this machine and whoever has the key, since a lesson sees
 * and holds streams only. Thread-safe.
 */
@Singleton
public class PictureAccess {

    private static final String BEARER = "Bearer ";
    private static final String BASIC = "Basic ";

    private final boolean enabled;
    private final TokenAccess access;
    private final RequestRate rate;

    @Inject
    PictureAccess(Config config) {
        this(
                config.getValue("speakdraw.pictures.enabled", boolean.class),
                config.getOptionalValue("speakdraw.pictures.key", String.class).orElse(""),
                config.getValue("speakdraw.pictures.max-per-minute-per-address", int.class));
    }

    /**
     * @param key       blank for none
     * @param perMinute requests of one address
     */
    PictureAccess(boolean enabled, String key, int perMinute) {
        if (perMinute < 1) {
            throw new IllegalArgumentException(
                    "speakdraw.pictures.max-per-minute-per-address is " + perMinute + ", at least 1");
        }
        this.enabled = enabled;
        this.access = new TokenAccess(key);
        this.rate = new RequestRate(perMinute);
    }

    /**
     * Lets a request in that only looks.
     *
     * @param remote        numeric address of the peer
     * @param local         numeric address it has connected to
     * @param forwarded     whether the request has a header of a proxy
     * @param authorization the header of that name
     * @throws RequestException {@code not-found} while this is switched off, {@code key-refused}
     */
    void require(String remote, String local, boolean forwarded, @Nullable String authorization) {
        if (!enabled) {
            throw new RequestException(ApiError.NOT_FOUND, "Single pictures are switched off on this server.");
        }
        if (!access.allows(remote, local, forwarded, key(authorization))) {
            throw new RequestException(ApiError.KEY_REFUSED, "The API key is missing, or it is not this server's.");
        }
    }

    /**
     * Counts a request for pictures.
     *
     * @return the caller's address, as limits count it
     * @throws RequestException {@code too-many-requests}
     */
    String count(String remote) {
        String address = ClientAddress.networkOf(remote);
        long wait = rate.request(address, System.nanoTime());
        if (wait > 0) {
            throw RequestException.tooMany(
                    ApiError.TOO_MANY_REQUESTS, "Too many pictures were asked for.", Duration.ofNanos(wait));
        }
        return address;
    }

    /** A bearer token, as OpenAI's clients send it, or the password of a user, as those of web front ends do. */
    private static Optional<String> key(@Nullable String authorization) {
        if (authorization == null) {
            return Optional.empty();
        }
        if (authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return Optional.of(authorization.substring(BEARER.length()).strip());
        }
        return authorization.regionMatches(true, 0, BASIC, 0, BASIC.length())
                ? password(authorization.substring(BASIC.length()).strip())
                : Optional.empty();
    }

    private static Optional<String> password(String encoded) {
        try {
            String both = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
            return Optional.of(both.substring(both.indexOf(':') + 1));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
