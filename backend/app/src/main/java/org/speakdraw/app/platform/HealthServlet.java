package org.speakdraw.app.platform;

import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.speakdraw.app.platform.HealthCheck.Health;
import org.speakdraw.app.platform.HealthCheck.State;

/**
 * {@code GET /health/live}: 200 while requests are answered at all. {@code GET /health/ready}: 200 when everything required
 * works, otherwise 503. {@code GET /health}: the same with every part. Everybody learns the state; the parts are shown to
 * whom {@link MonitoringAccess} allows.
 */
@WebServlet({"/health", "/health/live", "/health/ready"})
public class HealthServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private final transient HealthBoard board;
    private final transient MonitoringAccess access;

    @Inject
    public HealthServlet(HealthBoard board, MonitoringAccess access) {
        this.board = board;
        this.access = access;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        JsonObjectBuilder body = Json.createObjectBuilder();
        if (request.getServletPath().equals("/health/live")) {
            body.add("state", text(State.UP));
        } else {
            List<HealthBoard.Entry> entries = board.entries();
            State state = HealthBoard.stateOf(entries);
            body.add("state", text(state));
            response.setStatus(
                    state == State.UP ? HttpServletResponse.SC_OK : HttpServletResponse.SC_SERVICE_UNAVAILABLE);
            if (MetricsServlet.allows(access, request)) {
                addParts(body, entries, request.getServletPath().equals("/health/ready"));
            }
        }
        response.setContentType("application/json");
        response.setHeader("Cache-Control", "no-store");
        response.getWriter().write(body.build().toString());
    }

    private static void addParts(JsonObjectBuilder body, List<HealthBoard.Entry> entries, boolean requiredOnly) {
        var parts = Json.createArrayBuilder();
        for (HealthBoard.Entry entry : entries) {
            Health health = entry.health();
            if (health.required() || !requiredOnly) {
                parts.add(Json.createObjectBuilder()
                        .add("name", health.name())
                        .add("state", text(health.state()))
                        .add("since", entry.since().toString())
                        .add("required", health.required())
                        .add("detail", health.detail()));
            }
        }
        body.add("checks", parts);
    }

    private static String text(State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
