package org.speakdraw.app.stream.session;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/**
 * What a caller shows to be let in.
 *
 * @param token of the session, from the cookie or the {@code Authorization} header
 * @param view  the view-only key of a shared stream address
 */
public record Credentials(Optional<String> token, Optional<String> view) {

    public static final String COOKIE = "speakdraw-token";
    private static final String BEARER = "Bearer ";

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

    @Override
    public String toString() {
        return "Credentials[...]";
    }
}
