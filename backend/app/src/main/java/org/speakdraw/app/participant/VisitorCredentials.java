package org.speakdraw.app.participant;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.NewCookie;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.platform.Secret;

/** The secret cookie by which a browser is known again. */
public final class VisitorCredentials {

    private static final String COOKIE = "speakdraw-participant";
    private static final String PATH = "/api";
    /** As long as browsers keep a cookie at most; every session opened starts it anew. */
    private static final Duration AGE = Duration.ofDays(400);

    private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9_-]{43}");

    private final String secret;

    private VisitorCredentials(String secret) {
        this.secret = secret;
    }

    /** The visitor known by the request's cookie, if it has one of the right form. */
    public static Optional<VisitorCredentials> known(HttpServletRequest request) {
        return Optional.ofNullable(request.getCookies()).stream()
                .flatMap(Arrays::stream)
                .filter(cookie -> cookie.getName().equals(COOKIE))
                .map(Cookie::getValue)
                .filter(value -> SECRET.matcher(value).matches())
                .map(VisitorCredentials::new)
                .findFirst();
    }

    /** Id of the participant known by the request's cookie, if any; there may be nothing kept about it. */
    public static Optional<UUID> participantOf(HttpServletRequest request) {
        return known(request).map(VisitorCredentials::participant);
    }

    /**
     * Id of the participant known by the request's cookie; there may be nothing kept about it.
     *
     * @throws RequestException {@code participant-unknown} without a cookie
     */
    public static UUID requireParticipant(HttpServletRequest request) {
        return participantOf(request)
                .orElseThrow(() -> new RequestException(
                        ApiError.PARTICIPANT_UNKNOWN, "Nothing is kept about you: there is no cookie."));
    }

    /** The visitor of the request, known or new; the answer must carry {@link #cookie}. */
    public static VisitorCredentials knownOrNew(HttpServletRequest request) {
        return known(request).orElseGet(() -> new VisitorCredentials(Secret.draw(new SecureRandom())));
    }

    /**
     * Id of the participant: a UUID of version 8 (RFC 9562) from the secret's digest. It is known without asking the
     * database, so that a session opened while that is away still has its owner when it is written down later.
     */
    public UUID participant() {
        ByteBuffer digest = ByteBuffer.wrap(Secret.of(secret).digest());
        long high = (digest.getLong() & 0xFFFF_FFFF_FFFF_0FFFL) | 0x8000L;
        long low = (digest.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    /** The cookie to be set with the answer. */
    public NewCookie cookie(HttpServletRequest request) {
        return cookie(secret, (int) AGE.toSeconds(), request.isSecure());
    }

    /** Makes the browser forget the cookie. */
    static NewCookie forgotten(HttpServletRequest request) {
        return cookie("", 0, request.isSecure());
    }

    private static NewCookie cookie(String value, int maxAgeSeconds, boolean secure) {
        return new NewCookie.Builder(COOKIE)
                .value(value)
                .path(PATH)
                .maxAge(maxAgeSeconds)
                .httpOnly(true)
                .secure(secure)
                .sameSite(NewCookie.SameSite.STRICT)
                .build();
    }

    @Override
    public String toString() {
        return "VisitorCredentials[...]";
    }
}
