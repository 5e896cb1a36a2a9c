package org.speakdraw.app.stream;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.security.Principal;
import org.speakdraw.app.settings.StreamLimits;

/**
 * Looks at a socket's opening request: who asks, and from which page. Browsers send cookies with sockets to any origin, so
 * a page of another origin must not be let in on a student's cookie.
 */
@WebFilter(
        urlPatterns = {"/ws/*", "/api/ws/*"},
        asyncSupported = true)
public class HandshakeFilter extends HttpFilter {

    private static final long serialVersionUID = 1L;

    private final transient StreamLimits limits;

    @Inject
    public HandshakeFilter(StreamLimits limits) {
        this.limits = limits;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Handshake handshake = new Handshake(Credentials.of(request), isOriginAllowed(request));
        chain.doFilter(
                new HttpServletRequestWrapper(request) {
                    @Override
                    public Principal getUserPrincipal() {
                        return handshake;
                    }
                },
                response);
    }

    private boolean isOriginAllowed(HttpServletRequest request) {
        String origin = request.getHeader("Origin");
        if (origin == null) {
            // Not a browser: there are no cookies of somebody else to abuse.
            return true;
        }
        return limits.allowedOrigins().contains(origin) || authorityOf(origin).equals(request.getHeader("Host"));
    }

    private static String authorityOf(String origin) {
        try {
            String authority = URI.create(origin).getRawAuthority();
            return authority == null ? "" : authority;
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
