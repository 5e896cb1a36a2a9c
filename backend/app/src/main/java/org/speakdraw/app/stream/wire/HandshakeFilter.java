package org.speakdraw.app.stream.wire;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.AuditLog;
import org.speakdraw.app.platform.ClientAddress;
import org.speakdraw.app.platform.OriginPolicy;

/**
 * Looks at a socket's opening request: who asks, and from which page. Browsers send cookies with sockets to any origin,
 * so a page of another origin must not be let in on a student's cookie.
 */
@WebFilter(
        urlPatterns = {"/ws/*", "/api/ws/*"},
        asyncSupported = true)
public class HandshakeFilter extends HttpFilter {

    private static final long serialVersionUID = 1L;

    private final transient OriginPolicy origins;

    @Inject
    public HandshakeFilter(OriginPolicy origins) {
        this.origins = origins;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        boolean allowed = origins.allows(
                request.getHeader("Origin"), request.getHeader("Host"), request.getHeader("Sec-Fetch-Site"));
        if (!allowed) {
            AuditLog.refused(ApiError.ORIGIN_REFUSED, request.getRemoteAddr());
        }
        Handshake handshake = new Handshake(
                RequestCredentials.of(request), allowed, ClientAddress.networkOf(request.getRemoteAddr()));
        chain.doFilter(
                new HttpServletRequestWrapper(request) {
                    @Override
                    public Principal getUserPrincipal() {
                        return handshake;
                    }
                },
                response);
    }
}
