package org.speakdraw.app.platform;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The door of the whole application. It holds {@link RequestRules} and the {@link OriginPolicy} against every request,
 * and turns whatever a servlet throws into a problem; JAX-RS has {@link ProblemMapper} for that.
 */
@WebFilter(urlPatterns = "/*", asyncSupported = true)
public class RequestRulesFilter extends HttpFilter {

    private static final long serialVersionUID = 1L;

    private final transient OriginPolicy origins;

    @Inject
    public RequestRulesFilter(OriginPolicy origins) {
        this.origins = origins;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        try {
            RequestRules.requireKnownMethod(request.getMethod());
            RequestRules.requireReadableAddress(request.getRequestURI());
            RequestRules.requireReadableAddress(request.getQueryString());
            RequestRules.requireReadable(request.getContentType());
            if (RequestRules.isWrite(request.getMethod()) && !RequestRules.isForOtherSites(request.getRequestURI())) {
                origins.requireOwn(
                        request.getHeader("Origin"), request.getHeader("Host"), request.getHeader("Sec-Fetch-Site"));
            }
            chain.doFilter(request, response);
        } catch (RuntimeException | ServletException e) {
            if (response.isCommitted() || request.isAsyncStarted()) {
                throw e;
            }
            Problem problem = Problem.behind(e);
            if (problem.code() == ApiError.ORIGIN_REFUSED) {
                AuditLog.refused(problem.code(), request.getRemoteAddr());
            }
            answer(response, problem);
        }
    }

    private static void answer(HttpServletResponse response, Problem problem) throws IOException {
        response.reset();
        problem.head(response::setStatus, response::setHeader);
        response.setContentType(Problem.MEDIA_TYPE);
        response.getOutputStream().write(problem.toJson().getBytes(StandardCharsets.UTF_8));
    }
}
