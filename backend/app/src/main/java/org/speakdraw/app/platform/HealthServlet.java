package org.speakdraw.app.platform;

import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.speakdraw.app.platform.HealthCheck.Health;

/** {@code GET /health}: 200 when everything required works, otherwise 503; the body names the parts. */
@WebServlet("/health")
public class HealthServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private final transient Instance<HealthCheck> checks;

    @Inject
    public HealthServlet(Instance<HealthCheck> checks) {
        this.checks = checks;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        boolean up = true;
        var parts = Json.createArrayBuilder();
        for (HealthCheck check : checks) {
            Health health = check.health();
            up &= health.up() || !health.required();
            parts.add(Json.createObjectBuilder()
                    .add("name", health.name())
                    .add("status", health.up() ? "UP" : "DOWN")
                    .add("detail", health.detail()));
        }
        var body = Json.createObjectBuilder().add("status", up ? "UP" : "DOWN").add("checks", parts);
        response.setStatus(up ? HttpServletResponse.SC_OK : HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        response.setContentType("application/json");
        response.setHeader("Cache-Control", "no-store");
        response.getWriter().write(body.build().toString());
    }
}
