package org.speakdraw.app.platform;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Objects;

/** {@code GET /openapi}: the description of the API that the build made, as YAML, or as JSON for who asks for it. */
@WebServlet("/openapi")
public class OpenApiServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        boolean json = wantsJson(request);
        response.setContentType(json ? "application/json" : "application/yaml");
        response.setHeader("Cache-Control", "no-cache");
        response.setHeader("Vary", "Accept");
        try (InputStream description = Objects.requireNonNull(
                OpenApiServlet.class.getResourceAsStream(json ? "/openapi/openapi.json" : "/openapi/openapi.yaml"))) {
            description.transferTo(response.getOutputStream());
        }
    }

    private static boolean wantsJson(HttpServletRequest request) {
        String format = request.getParameter("format");
        if (format != null) {
            return format.toLowerCase(Locale.ROOT).equals("json");
        }
        String accept = request.getHeader("Accept");
        return accept != null && accept.contains("json") && !accept.contains("yaml");
    }
}
