package org.speakdraw.app.classic;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** By what a request names its session: the id that its client made up, as a query parameter or a cookie. */
final class ClassicCredentials {

    private static final String NAME = "uuid";

    private ClassicCredentials() {}

    /** The id as it was sent; empty where the request names none. */
    static Optional<String> session(HttpServletRequest request) {
        Stream<Cookie> cookies =
                Optional.ofNullable(request.getCookies()).stream().flatMap(Arrays::stream);
        return Optional.ofNullable(request.getParameter(NAME))
                .or(() -> cookies.filter(cookie -> cookie.getName().equals(NAME))
                        .map(Cookie::getValue)
                        .findFirst());
    }
}
