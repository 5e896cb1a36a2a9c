package org.speakdraw.app.speech;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.speakdraw.app.platform.Problem;

/** {@code GET /v1/models} and {@code /v1/models/ID}: what OpenAI's clients may ask for. */
@WebServlet("/v1/models/*")
public class ModelsServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;
    /** When OpenAI's own model of this name came out, seconds since 1970. */
    private static final int CREATED = 1_677_532_384;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        JsonObject model = Json.createObjectBuilder()
                .add("id", TranscriptionRequest.MODEL)
                .add("object", "model")
                .add("created", CREATED)
                .add("owned_by", "openai")
                .build();
        String path = request.getPathInfo();
        response.setContentType("application/json");
        if (path == null || path.equals("/")) {
            JsonObject list = Json.createObjectBuilder()
                    .add("object", "list")
                    .add("data", Json.createArrayBuilder().add(model))
                    .build();
            response.getWriter().write(list.toString());
        } else if (path.equals("/" + TranscriptionRequest.MODEL)) {
            response.getWriter().write(model.toString());
        } else {
            Problem unknown = Problem.of(TranscriptionRequest.unknownModel());
            response.setStatus(unknown.code().status());
            response.getWriter().write(TranscriptionError.of(unknown, "model").toString());
        }
    }
}
