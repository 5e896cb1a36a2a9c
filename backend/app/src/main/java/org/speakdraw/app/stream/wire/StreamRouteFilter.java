package org.speakdraw.app.stream.wire;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Leads {@code GET /api/sessions/{id}/stream} to {@code /api/stream/{id}}, and {@code replay} likewise: a servlet's
 * pattern cannot have its variable part in the middle, and JAX-RS cannot stream without holding a thread.
 */
@WebFilter(urlPatterns = "/api/sessions/*", asyncSupported = true)
public class StreamRouteFilter extends HttpFilter {

    private static final long serialVersionUID = 1L;
    private static final Pattern STREAM = Pattern.compile("/api/sessions/([^/]+)/(stream|replay)");

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Matcher path = STREAM.matcher(request.getRequestURI());
        boolean reads = request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
        if (reads && path.matches()) {
            request.getRequestDispatcher("/api/" + path.group(2) + "/" + path.group(1))
                    .forward(request, response);
        } else {
            chain.doFilter(request, response);
        }
    }
}
