package org.speakdraw.app.participant;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.RequestException;

/** Cookies that nobody but this server can make: a text and its signature of it. */
public final class CookieCredentials {

    /** Attribute of a request: the {@link ParticipantKey}. */
    static final String KEY = ParticipantKey.class.getName();

    /** Attribute of a request: the {@link EndedSignIns}. */
    static final String ENDED = EndedSignIns.class.getName();

    private CookieCredentials() {}

    /** The values of the request's cookies of that name. */
    public static Stream<String> shown(HttpServletRequest request, String name) {
        return Optional.ofNullable(request.getCookies()).stream()
                .flatMap(Arrays::stream)
                .filter(cookie -> cookie.getName().equals(name))
                .map(Cookie::getValue);
    }

    /**
     * A value for a cookie.
     *
     * @param kind so that the text of one cookie is none of another; of our own making
     * @param text ASCII that may stand in a cookie
     * @throws RequestException {@code database-unavailable} until the database could be asked for the key
     */
    public static String seal(HttpServletRequest request, String kind, String text) {
        return keyOf(request).seal(kind, text).orElseThrow(CookieCredentials::databaseUnavailable);
    }

    /** The text of a value that {@link #seal} has made with the same kind; empty for anything else. */
    public static Optional<String> open(HttpServletRequest request, String kind, String value) {
        return keyOf(request).open(kind, value);
    }

    static ParticipantKey keyOf(HttpServletRequest request) {
        return attribute(request, KEY, ParticipantKey.class);
    }

    static EndedSignIns endedSignInsOf(HttpServletRequest request) {
        return attribute(request, ENDED, EndedSignIns.class);
    }

    private static <T> T attribute(HttpServletRequest request, String name, Class<T> type) {
        Object value = request.getAttribute(name);
        if (type.isInstance(value)) {
            return type.cast(value);
        }
        throw new AssertionError("VisitorFilter did not see " + request.getRequestURI());
    }

    static RequestException databaseUnavailable() {
        return new RequestException(ApiError.DATABASE_UNAVAILABLE, "The database cannot be reached at the moment.");
    }
}
