package org.speakdraw.app.participant;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.NewCookie;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.ParticipantCookie;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.platform.Secret;

/**
 * The secret cookie by which a browser is known again: a secret and this server's signature of it. A cookie that the
 * server never gave out is as good as none. Behind HTTPS its name has the prefix {@code __Host-}, so that no other host
 * of the domain and no plain HTTP can set it.
 */
public final class VisitorCredentials {

    /** Attribute of a request: the {@link ParticipantKey}. */
    static final String KEY = ParticipantKey.class.getName();

    private static final String PATH = "/api";
    /** The prefix asks for it. */
    private static final String SECURE_PATH = "/";
    /** As long as browsers keep a cookie at most; every session opened starts it anew. */
    private static final Duration AGE = Duration.ofDays(400);

    private static final Pattern SIGNED_SECRET = Pattern.compile("([A-Za-z0-9_-]{43})\\.([A-Za-z0-9_-]{22})");

    private final String secret;
    private final String signature;

    private VisitorCredentials(String secret, String signature) {
        this.secret = secret;
        this.signature = signature;
    }

    /** The visitor known by the request's cookie, if it has one that this server gave out. */
    public static Optional<VisitorCredentials> known(HttpServletRequest request) {
        return shown(request)
                .map(SIGNED_SECRET::matcher)
                .filter(Matcher::matches)
                .map(match -> new VisitorCredentials(match.group(1), match.group(2)))
                .filter(shown -> keyOf(request).verifies(shown.secret, shown.signature))
                .findFirst();
    }

    /** Whether the request shows a cookie, and none that this server gave out. False while that cannot be told. */
    static boolean isForeign(HttpServletRequest request) {
        return shown(request).findAny().isPresent()
                && keyOf(request).available()
                && known(request).isEmpty();
    }

    private static Stream<String> shown(HttpServletRequest request) {
        String name = request.isSecure() ? ParticipantCookie.SECURE_NAME : ParticipantCookie.NAME;
        return Optional.ofNullable(request.getCookies()).stream()
                .flatMap(Arrays::stream)
                .filter(cookie -> cookie.getName().equals(name))
                .map(Cookie::getValue);
    }

    private static ParticipantKey keyOf(HttpServletRequest request) {
        if (request.getAttribute(KEY) instanceof ParticipantKey key) {
            return key;
        }
        throw new AssertionError("VisitorFilter did not see " + request.getRequestURI());
    }

    /** Id of the participant known by the request's cookie, if any; there may be nothing kept about it. */
    public static Optional<UUID> participantOf(HttpServletRequest request) {
        return known(request).map(VisitorCredentials::participant);
    }

    /**
     * Id of the participant known by the request's cookie; there may be nothing kept about it.
     *
     * @throws RequestException {@code participant-unknown} without a cookie that this server gave out
     */
    public static UUID requireParticipant(HttpServletRequest request) {
        return participantOf(request)
                .orElseThrow(() -> new RequestException(
                        ApiError.PARTICIPANT_UNKNOWN,
                        "Nothing is kept about you: your browser sent no cookie of this server."));
    }

    /**
     * The visitor of the request, known or new; the answer must carry {@link #cookie}.
     *
     * @throws RequestException {@code database-unavailable} while none can be made; see {@link Participants#kept}
     */
    public static VisitorCredentials knownOrNew(HttpServletRequest request) {
        return known(request).orElseGet(() -> {
            String secret = Secret.draw(new SecureRandom());
            String signature = keyOf(request)
                    .sign(secret)
                    .orElseThrow(() -> new RequestException(
                            ApiError.DATABASE_UNAVAILABLE, "The database cannot be reached at the moment."));
            return new VisitorCredentials(secret, signature);
        });
    }

    /**
     * The same for a request that saves something, within the limits of its address.
     *
     * @throws RequestException also what {@link SavingLimits} throws for somebody new
     */
    public static VisitorCredentials knownOrNew(HttpServletRequest request, SavingLimits limits) {
        if (known(request).isEmpty()) {
            limits.newParticipant(request.getRemoteAddr());
        }
        return knownOrNew(request);
    }

    /** Id of the participant, known without asking the database. */
    public UUID participant() {
        return ParticipantCookie.participantOf(secret);
    }

    /** The cookie to be set with the answer. */
    public NewCookie cookie(HttpServletRequest request) {
        return cookie(secret + "." + signature, (int) AGE.toSeconds(), request.isSecure());
    }

    /** Makes the browser forget the cookie. */
    static NewCookie forgotten(HttpServletRequest request) {
        return cookie("", 0, request.isSecure());
    }

    private static NewCookie cookie(String value, int maxAgeSeconds, boolean secure) {
        return new NewCookie.Builder(secure ? ParticipantCookie.SECURE_NAME : ParticipantCookie.NAME)
                .value(value)
                .path(secure ? SECURE_PATH : PATH)
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
