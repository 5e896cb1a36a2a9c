package org.speakdraw.app.participant;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.NewCookie;
import java.security.SecureRandom;
import java.time.Duration;
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
 * How a browser is known again: by the account that has signed in, or by a cookie of its own, a secret and this server's
 * signature of it. A cookie that the server never gave out is as good as none. Behind HTTPS its name has the prefix {@code
 * __Host-}, so that no other host of the domain and no plain HTTP can set it.
 */
public final class VisitorCredentials {

    private static final String PATH = "/api";
    /** The prefix asks for it. */
    private static final String SECURE_PATH = "/";
    /** As long as browsers keep a cookie at most; every session opened starts it anew. */
    private static final Duration AGE = Duration.ofDays(400);

    private static final Pattern SIGNED_SECRET = Pattern.compile("([A-Za-z0-9_-]{43})\\.([A-Za-z0-9_-]{22})");

    private final UUID participant;
    /** Of a browser's own cookie; empty for an account. */
    private final Optional<String> own;

    private VisitorCredentials(UUID participant, Optional<String> own) {
        this.participant = participant;
        this.own = own;
    }

    /**
     * The visitor known by the request's cookies, if it has one that this server gave out; an account goes before what the
     * browser is without one.
     */
    public static Optional<VisitorCredentials> known(HttpServletRequest request) {
        return AccountCredentials.shown(request)
                .map(shown -> new VisitorCredentials(shown.account().participant(), Optional.empty()))
                .or(() -> own(request));
    }

    private static Optional<VisitorCredentials> own(HttpServletRequest request) {
        return shown(request)
                .map(SIGNED_SECRET::matcher)
                .filter(Matcher::matches)
                .filter(match -> CookieCredentials.keyOf(request).verifies(match.group(1), match.group(2)))
                .map(match -> own(match.group(1), match.group()))
                .findFirst();
    }

    private static VisitorCredentials own(String secret, String value) {
        return new VisitorCredentials(ParticipantCookie.participantOf(secret), Optional.of(value));
    }

    /** Whether the request shows a cookie, and none that this server gave out. False while that cannot be told. */
    static boolean isForeign(HttpServletRequest request) {
        return shown(request).findAny().isPresent()
                && CookieCredentials.keyOf(request).available()
                && own(request).isEmpty();
    }

    private static Stream<String> shown(HttpServletRequest request) {
        return CookieCredentials.shown(
                request, request.isSecure() ? ParticipantCookie.SECURE_NAME : ParticipantCookie.NAME);
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
     * The visitor of the request, known or new; the answer must carry {@link #cookies}.
     *
     * @throws RequestException {@code database-unavailable} while none can be made; see {@link Participants#kept}
     */
    public static VisitorCredentials knownOrNew(HttpServletRequest request) {
        return known(request).orElseGet(() -> {
            String secret = Secret.draw(new SecureRandom());
            String signature =
                    CookieCredentials.keyOf(request).sign(secret).orElseThrow(CookieCredentials::databaseUnavailable);
            return own(secret, secret + "." + signature);
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
        return participant;
    }

    /**
     * The cookies to be set with the answer. An account's is not among them: it would come back if somebody has signed out
     * meanwhile.
     */
    public NewCookie[] cookies(HttpServletRequest request) {
        return own.map(value -> cookie(value, (int) AGE.toSeconds(), request.isSecure())).stream()
                .toArray(NewCookie[]::new);
    }

    /** Makes the browser forget the cookie by which it is known. */
    static NewCookie forgotten(HttpServletRequest request) {
        return AccountCredentials.account(request).isPresent()
                ? AccountCredentials.forgotten(request)
                : cookie("", 0, request.isSecure());
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
