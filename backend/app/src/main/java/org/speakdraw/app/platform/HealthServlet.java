package org.speakdraw.app.platform;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.speakdraw.app.platform.HealthCheck.Health;
import org.speakdraw.app.platform.HealthCheck.State;

/**
 * {@code GET /health/live}: 200 while requests are answered at all, unless only a new process can help. {@code GET
 * /health/ready}: 200 when everything
 * required works, otherwise 503. {@code GET /health}: the same with every part. Everybody learns the state; the parts
 * are shown to whom {@link MonitoringAccess} allows.
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
        List<HealthBoard.Entry> entries = board.entries();
        State state = HealthBoard.stateOf(entries);
        Answer answer;
        if (request.getServletPath().equals("/health/live")) {
            answer = new Answer(state == State.LOST ? state : State.UP, Optional.empty());
        } else {
            boolean requiredOnly = request.getServletPath().equals("/health/ready");
            answer = new Answer(
                    state,
                    Optional.of(parts(entries, requiredOnly))
                            .filter(parts -> OperatorCredentials.suffice(access, request)));
        }
        response.setStatus(
                answer.state() == State.UP ? HttpServletResponse.SC_OK : HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        response.setContentType("application/json");
        response.setHeader("Cache-Control", "no-store");
        response.getWriter().write(Json.write(answer));
    }

    private static List<Part> parts(List<HealthBoard.Entry> entries, boolean requiredOnly) {
        return entries.stream()
                .filter(entry -> entry.health().required() || !requiredOnly)
                .map(Part::of)
                .toList();
    }

    private record Answer(State state, Optional<List<Part>> checks) {}

    private record Part(String name, State state, Instant since, boolean required, String detail) {

        static Part of(HealthBoard.Entry entry) {
            Health health = entry.health();
            return new Part(health.name(), health.state(), entry.since(), health.required(), health.detail());
        }
    }
}
