package org.speakdraw.app.account;

import com.fasterxml.jackson.core.JsonProcessingException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.NewCookie;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.speakdraw.app.participant.CookieCredentials;
import org.speakdraw.app.platform.Json;

/** The cookie of a {@link SignInAttempt}. It comes back with the browser from the provider's page, and so is not strict. */
final class AttemptCredentials {

    private static final String KIND = "sign-in";
    private static final String NAME = "speakdraw-sign-in";
    private static final String SECURE_NAME = "__Host-" + NAME;

    private AttemptCredentials() {}

    /** The attempt that the request shows, if this server has begun it; it may be over. */
    static Optional<SignInAttempt> shown(HttpServletRequest request) {
        return CookieCredentials.shown(request, name(request))
                .flatMap(value -> CookieCredentials.open(request, KIND, value).stream())
                .flatMap(text -> read(text).stream())
                .findFirst();
    }

    private static Optional<SignInAttempt> read(String text) {
        try {
            byte[] json = Base64.getUrlDecoder().decode(text);
            return Optional.of(Json.mapper().readValue(new String(json, StandardCharsets.UTF_8), SignInAttempt.class));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            // Signed by another version of this server.
            return Optional.empty();
        }
    }

    /** @throws org.speakdraw.app.platform.RequestException {@code database-unavailable} */
    static NewCookie cookie(SignInAttempt attempt, HttpServletRequest request) {
        String text = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Json.write(attempt).getBytes(StandardCharsets.UTF_8));
        String value = CookieCredentials.seal(request, KIND, text);
        return cookie(value, (int) SignInAttempt.LIMIT.toSeconds(), request);
    }

    /** Makes the browser forget the cookie. */
    static NewCookie forgotten(HttpServletRequest request) {
        return cookie("", 0, request);
    }

    private static NewCookie cookie(String value, int maxAgeSeconds, HttpServletRequest request) {
        return new NewCookie.Builder(name(request))
                .value(value)
                .path(request.isSecure() ? "/" : "/api/account")
                .maxAge(maxAgeSeconds)
                .httpOnly(true)
                .secure(request.isSecure())
                .sameSite(NewCookie.SameSite.LAX)
                .build();
    }

    private static String name(HttpServletRequest request) {
        return request.isSecure() ? SECURE_NAME : NAME;
    }
}
