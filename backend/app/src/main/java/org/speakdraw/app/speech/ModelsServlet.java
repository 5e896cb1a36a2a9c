package org.speakdraw.app.speech;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.speakdraw.app.platform.Json;

/** {@code GET /v1/models} and {@code /v1/models/ID}: what OpenAI's clients may ask for. */
@WebServlet("/v1/models/*")
public class ModelsServlet extends OpenAiServlet {

    private static final long serialVersionUID = 1L;

    /** OpenAI's own model of this name came out at that time, in seconds since 1970. */
    private static final Model MODEL = new Model(TranscriptionRequest.MODEL, "model", 1_677_532_384, "openai");

    private record Model(
            String id,
            String object,
            long created,
            @JsonProperty("owned_by") String ownedBy) {}

    private record Models(String object, List<Model> data) {}

    public ModelsServlet() {
        super(List.of("GET", "HEAD"));
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = request.getPathInfo();
        if (path == null || path.equals("/")) {
            write(response, "application/json", Json.write(new Models("list", List.of(MODEL))));
        } else {
            TranscriptionRequest.requireModel(path.substring(1));
            write(response, "application/json", Json.write(MODEL));
        }
    }
}
