package org.speakdraw.app.platform;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;

/** {@code GET /metrics} in Prometheus' text form, for whom {@link MonitoringAccess} allows it. */
@WebServlet("/metrics")
public class MetricsServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private final transient PrometheusMeterRegistry registry;
    private final transient MonitoringAccess access;

    @Inject
    public MetricsServlet(PrometheusMeterRegistry registry, MonitoringAccess access) {
        this.registry = registry;
        this.access = access;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!OperatorCredentials.suffice(access, request)) {
            Problem problem = new Problem(
                    ApiError.MONITORING_REFUSED,
                    "Only this machine and whoever has the monitoring token may see this.",
                    List.of());
            problem.head(response::setStatus, response::setHeader);
            response.setContentType(Problem.MEDIA_TYPE);
            response.getWriter().write(problem.toJson());
            return;
        }
        response.setContentType("text/plain; version=0.0.4; charset=utf-8");
        registry.scrape(response.getOutputStream());
    }
}
