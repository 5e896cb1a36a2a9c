package org.speakdraw.app.speech;

import jakarta.json.Json;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** {@code GET /v1/models}: what OpenAI's clients may ask for. */
@WebServlet("/v1/models")
public class ModelsServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("application/json");
        response.getWriter()
                .write(Json.createObjectBuilder()
                        .add("object", "list")
                        .add(
                                "data",
                                Json.createArrayBuilder()
                                        .add(Json.createObjectBuilder()
                                                .add("id", TranscriptionRequest.MODEL)
                                                .add("object", "model")
                                                .add("created", 1677532384)
                                                .add("owned_by", "openai")))
                        .build()
                        .toString());
    }
}
