package org.speakdraw.app.stream.wire;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.speakdraw.app.stream.session.Credentials;

/** What a request shows to be let in: a token in the cookie or the {@code Authorization} header, or a view-only key. */
public final class RequestCredentials {

    static final String COOKIE = "speakdraw-token";
    private static final String BEARER = "Bearer ";

    private RequestCredentials() {}

    /** What {@code request} shows; the header wins over the cookie. */
    public static Credentials of(HttpServletRequest request) {
        return new Credentials(
                bearer(request).or(() -> cookie(request)), Optional.ofNullable(request.getParameter("view")));
    }

    private static Optional<String> bearer(HttpServletRequest request) {
        return Optional.ofNullable(request.getHeader("Authorization"))
                .filter(header -> header.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(header -> header.substring(BEARER.length()).strip());
    }

    private static Optional<String> cookie(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        if (cookies != null) {
            for (Cookie cookie : cookies) {
                if (cookie.getName().equals(COOKIE)) {
                    return Optional.of(cookie.getValue());
                }
            }
        }
        return Optional.empty();
    }
}
