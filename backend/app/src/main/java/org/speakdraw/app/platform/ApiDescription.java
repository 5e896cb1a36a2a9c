package org.speakdraw.app.platform;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem.HttpMethod;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;

/** Adds what all endpoints have in common to the description of the API: their errors. Runs in the build only. */
public final class ApiDescription implements OASFilter {

    private static final Set<HttpMethod> WITH_BODY = Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH);
    private static final String CODES = "ErrorCode";
    private static final String PROBLEM = "Problem";
    private static final String HOST_REFUSED = "HostRefused";
    private static final String REQUEST_TIMEOUT = "RequestTimeout";

    @Override
    public void filterOpenAPI(OpenAPI api) {
        api.getComponents().addSchema(CODES, codes()).addSchema(PROBLEM, problem());
        api.getComponents()
                .addResponse(
                        PROBLEM, problem("It was refused, or failed: problem details (RFC 9457) with a stable code."))
                .addResponse(HOST_REFUSED, problem("It was asked for by a name that is not this server's."))
                .addResponse(REQUEST_TIMEOUT, problem("The body did not arrive in time."));
        api.getPaths().getPathItems().values().stream()
                .flatMap(path -> path.getOperations().entrySet().stream())
                .forEach(operation -> addProblems(operation.getKey(), operation.getValue()));
    }

    private static void addProblems(HttpMethod method, Operation operation) {
        APIResponses responses = operation.getResponses();
        responses.addAPIResponse(String.valueOf(ApiError.HOST_REFUSED.status()), response(HOST_REFUSED));
        if (WITH_BODY.contains(method)) {
            responses.addAPIResponse(String.valueOf(ApiError.REQUEST_TIMEOUT.status()), response(REQUEST_TIMEOUT));
        }
        if (responses.getDefaultValue() == null) {
            responses.defaultValue(response(PROBLEM));
        }
    }

    private static APIResponse response(String name) {
        return OASFactory.createAPIResponse().ref("#/components/responses/" + name);
    }

    private static APIResponse problem(String description) {
        return OASFactory.createAPIResponse()
                .description(description)
                .content(OASFactory.createContent()
                        .addMediaType(
                                Problem.MEDIA_TYPE, OASFactory.createMediaType().schema(reference(PROBLEM))));
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
