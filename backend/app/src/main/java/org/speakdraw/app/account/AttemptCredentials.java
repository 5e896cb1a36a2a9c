package org.speakdraw.app.account;

import com.fasterxml.jackson.core.JsonProcessingException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.NewCookie;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import org.speakdraw.app.participant.CookieCredentials;
import org.speakdraw.app.platform.Json;

/**
 * The cookie of something that a browser goes elsewhere for, and comes back with from there.
 *
 * @param <T> what it remembers meanwhile
 */
final class AttemptCredentials<T> {

    /** How long one may stay away. */
    static final Duration LIMIT = Duration.ofMinutes(10);

    /** Of signing in: browsers send it along when a page of the school sends them back. */
    static final AttemptCredentials<SignInAttempt> SIGN_IN =
            new AttemptCredentials<>("sign-in", "/api/account", NewCookie.SameSite.LAX, SignInAttempt.class);

    /** Of a launch: also when that page sends a form. */
    static final AttemptCredentials<LaunchAttempt> LAUNCH =
            new AttemptCredentials<>("launch", "/api/lti", NewCookie.SameSite.NONE, LaunchAttempt.class);

    private final String kind;
    private final String path;
    private final NewCookie.SameSite site;
    private final Class<T> type;

    private AttemptCredentials(String kind, String path, NewCookie.SameSite site, Class<T> type) {
        this.kind = kind;
        this.path = path;
        this.site = site;
        this.type = type;
    }

    /** The attempt that the request shows, if this server has begun it; it may be over. */
    Optional<T> shown(HttpServletRequest request) {
        return CookieCredentials.shown(request, name(request))
                .flatMap(value -> CookieCredentials.open(request, kind, value).stream())
                .flatMap(text -> read(text).stream())
                .findFirst();
    }

    private Optional<T> read(String text) {
        try {
            byte[] json = Base64.getUrlDecoder().decode(text);
            return Optional.of(Json.mapper().readValue(new String(json, StandardCharsets.UTF_8), type));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            // Signed by another version of this server.
            return Optional.empty();
        }
    }

    /** @throws org.speakdraw.app.platform.RequestException {@code database-unavailable} */
    NewCookie cookie(T attempt, HttpServletRequest request) {
        String text = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Json.write(attempt).getBytes(StandardCharsets.UTF_8));
        return cookie(CookieCredentials.seal(request, kind, text), (int) LIMIT.toSeconds(), request);
    }

    /** Makes the browser forget the cookie. */
    NewCookie forgotten(HttpServletRequest request) {
        return cookie("", 0, request);
    }

    private NewCookie cookie(String value, int maxAgeSeconds, HttpServletRequest request) {
        return new NewCookie.Builder(name(request))
                .value(value)
                .path(request.isSecure() ? "/" : path)
                .maxAge(maxAgeSeconds)
                .httpOnly(true)
                .secure(request.isSecure())
                .sameSite(site)
                .build();
    }

    private String name(HttpServletRequest request) {
        return (request.isSecure() ? "__Host-" : "") + "speakdraw-" + kind;
    }
}
