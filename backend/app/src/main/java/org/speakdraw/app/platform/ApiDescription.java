package org.speakdraw.app.platform;

import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/** Adds what all endpoints have in common to the description of the API: their errors. Runs in the build only. */
public final class ApiDescription implements OASFilter {

    private static final String CODES = "ErrorCode";
    private static final String PROBLEM = "Problem";

    @Override
    public void filterOpenAPI(OpenAPI api) {
        api.getComponents().addSchema(CODES, codes()).addSchema(PROBLEM, problem());
        api.getComponents()
                .addResponse(
                        PROBLEM,
                        OASFactory.createAPIResponse()
                                .description(
                                        "It was refused, or failed: problem details (RFC 9457) with a stable code.")
                                .content(OASFactory.createContent()
                                        .addMediaType(
                                                Problem.MEDIA_TYPE,
                                                OASFactory.createMediaType().schema(reference(PROBLEM)))));
        api.getPaths().getPathItems().values().stream()
                .flatMap(path -> path.getOperations().values().stream())
                .forEach(ApiDescription::addProblem);
    }

    private static void addProblem(Operation operation) {
        if (operation.getResponses().getDefaultValue() == null) {
            APIResponse problem = OASFactory.createAPIResponse().ref("#/components/responses/" + PROBLEM);
            operation.getResponses().defaultValue(problem);
        }
    }

    private static Schema codes() {
        return string().description("What went wrong, for programs.")
                .enumeration(List.copyOf(
                        Arrays.stream(ApiError.values()).map(ApiError::id).toList()));
    }

    private static Schema problem() {
        Schema error = object().addProperty("property", string())
                .addProperty("detail", string())
                .required(List.of("property", "detail"));
        return object().addProperty("type", string())
                .addProperty("title", string())
                .addProperty("status", OASFactory.createSchema().type(List.of(SchemaType.INTEGER)))
                .addProperty("detail", string())
                .addProperty("code", reference(CODES))
                .addProperty(
                        "errors",
                        OASFactory.createSchema()
                                .type(List.of(SchemaType.ARRAY))
                                .items(error))
                .required(List.of("type", "title", "status", "detail", "code"));
    }

    private static Schema string() {
        return OASFactory.createSchema().type(List.of(SchemaType.STRING));
    }

    private static Schema object() {
        return OASFactory.createSchema().type(List.of(SchemaType.OBJECT));
    }

    private static Schema reference(String name) {
        return OASFactory.createSchema().ref("#/components/schemas/" + name);
    }
}
