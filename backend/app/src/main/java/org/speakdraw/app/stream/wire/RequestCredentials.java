package org.speakdraw.app.stream.wire;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.function.Supplier;
import org.speakdraw.app.participant.VisitorCredentials;
import org.speakdraw.app.platform.AuditLog;
import org.speakdraw.app.stream.session.Credentials;
import org.speakdraw.app.stream.session.LiveSession;
import org.speakdraw.app.stream.session.LiveSessions;
import org.speakdraw.app.stream.session.SessionIds;
import org.speakdraw.inference.SpeakDrawException;

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

    /**
     * The session that {@code request} may control.
     *
     * @throws SpeakDrawException {@code token-missing}, {@code session-unknown}; audited
     */
    static LiveSession require(LiveSessions sessions, String id, HttpServletRequest request) {
        return audited(request, () -> sessions.require(SessionIds.parse(id), of(request)));
    }

    /** Does something for {@code request} that may be refused; then the audit log says so. */
    static <T> T audited(HttpServletRequest request, Supplier<T> work) {
        try {
            return work.get();
        } catch (SpeakDrawException e) {
            AuditLog.refused(
                    VisitorCredentials.participantOf(request),
                    AuditLog.Subject.SESSION,
                    e.code(),
                    request.getRemoteAddr());
            throw e;
        }
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
