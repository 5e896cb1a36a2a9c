package org.speakdraw.acceptance.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One operation of the server's OpenAPI description.
 *
 * @param method     in capitals
 * @param path       with parameters in braces
 * @param query      names of query parameters
 * @param mediaTypes of the body; empty when it has none
 * @param fields     names of the JSON body's properties
 */
record RestOperation(String method, String path, List<String> query, List<String> mediaTypes, List<String> fields) {

    private static final List<String> METHODS = List.of("get", "put", "post", "delete", "patch", "head", "options");

    /** All operations of a description, in its order. */
    static List<RestOperation> all(JsonNode openapi) {
        List<RestOperation> operations = new ArrayList<>();
        openapi.path("paths").properties().forEach(path -> {
            for (String method : METHODS) {
                JsonNode operation = path.getValue().get(method);
                if (operation != null) {
                    operations.add(read(openapi, method, path.getKey(), operation));
                }
            }
        });
        return operations;
    }

    private static RestOperation read(JsonNode openapi, String method, String path, JsonNode operation) {
        List<String> query = new ArrayList<>();
        for (JsonNode parameter : operation.path("parameters")) {
            if (parameter.path("in").asText().equals("query")) {
                query.add(parameter.path("name").asText());
            }
        }
        List<String> mediaTypes = new ArrayList<>();
        List<String> fields = new ArrayList<>();
        operation.at("/requestBody/content").properties().forEach(content -> {
            mediaTypes.add(content.getKey());
            resolve(openapi, content.getValue().path("schema"))
                    .path("properties")
                    .fieldNames()
                    .forEachRemaining(fields::add);
        });
        return new RestOperation(method.toUpperCase(Locale.ROOT), path, query, mediaTypes, fields);
    }

    private static JsonNode resolve(JsonNode openapi, JsonNode schema) {
        String reference = schema.path("$ref").asText();
        return reference.startsWith("#") ? openapi.at(reference.substring(1)) : schema;
    }
}
