package org.speakdraw.app.participant;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.speakdraw.app.fairness.RequestRate;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.AuditLog;
import org.speakdraw.app.platform.AuditLog.Subject;
import org.speakdraw.app.platform.ClientAddress;
import org.speakdraw.app.platform.OperatorCredentials;

/**
 * Gives every request of the API what credentials are checked and made with, says whose account is an administrator's, and
 * notes cookies that this server never gave out.
 */
@WebFilter(urlPatterns = "/api/*", asyncSupported = true)
public class VisitorFilter extends HttpFilter {

    private static final long serialVersionUID = 1L;

    /** Lines a minute and address: whoever forges cookies must not fill the log. */
    private static final int MAX_LINES = 6;

    private final transient ParticipantKey key;
    private final transient EndedSignIns ended;
    private final transient RequestRate lines = new RequestRate(MAX_LINES);

    @Inject
    public VisitorFilter(ParticipantKey key, EndedSignIns ended) {
        this.key = key;
        this.ended = ended;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        request.setAttribute(CookieCredentials.KEY, key);
        request.setAttribute(CookieCredentials.ENDED, ended);
        if (AccountCredentials.account(request)
                .filter(account -> account.is(Account.Role.ADMINISTRATOR))
                .isPresent()) {
            OperatorCredentials.admit(request);
        }
        if (VisitorCredentials.isForeign(request)
                && lines.request(ClientAddress.networkOf(request.getRemoteAddr()), System.nanoTime()) == 0) {
            AuditLog.refused(
                    Optional.empty(), Subject.PARTICIPANT, ApiError.PARTICIPANT_UNKNOWN, request.getRemoteAddr());
        }
        chain.doFilter(request, response);
    }
}
