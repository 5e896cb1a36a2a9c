package org.speakdraw.app.openai;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.Json;

/** {@code GET /v1/models} and {@code /v1/models/ID}: what OpenAI's clients may ask for. */
@WebServlet("/v1/models/*")
public class ModelsServlet extends OpenAiServlet {

    private static final long serialVersionUID = 1L;

    private final transient List<ServedModel> models;

    private record Model(
            String id,
            String object,
            long created,
            @JsonProperty("owned_by") String ownedBy) {

        static Model of(ServedModel model) {
            return new Model(model.id(), "model", model.created(), model.owner());
        }
    }

    private record Models(String object, List<Model> data) {}

    @Inject
    public ModelsServlet(Instance<ServedModel> models) {
        super(List.of("GET", "HEAD"));
        this.models =
                models.stream().sorted(Comparator.comparing(ServedModel::id)).toList();
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = request.getPathInfo();
        if (path == null || path.equals("/")) {
            List<Model> all = models.stream().map(Model::of).toList();
            write(response, "application/json", Json.write(new Models("list", all)));
        } else {
            write(response, "application/json", Json.write(Model.of(require(path.substring(1)))));
        }
    }

    private ServedModel require(String name) {
        return models.stream()
                .filter(model -> model.names().contains(name))
                .findFirst()
                .orElseThrow(() -> new OpenAiRefusal(
                        "model", ApiError.MODEL_UNKNOWN, "There is no such model; GET /v1/models lists them."));
    }
}
