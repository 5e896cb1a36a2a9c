package org.speakdraw.app.participant;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Gives every request of the API what {@link VisitorCredentials} are checked and made with. */
@WebFilter(urlPatterns = "/api/*", asyncSupported = true)
public class VisitorFilter extends HttpFilter {

    private static final long serialVersionUID = 1L;

    private final transient ParticipantKey key;

    @Inject
    public VisitorFilter(ParticipantKey key) {
        this.key = key;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        request.setAttribute(VisitorCredentials.KEY, key);
        chain.doFilter(request, response);
    }
}
