package org.speakdraw.app.platform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.StringReader;

/** JSON objects from the network, and the way between the two kinds of trees while both are in use. */
public final class JsonText {

    private JsonText() {}

    /**
     * Reads a text that must be one JSON object.
     *
     * @param code of the refusal
     * @throws RequestException {@code code}
     */
    public static JsonObject readObject(String text, ApiError code) {
        try (JsonReader reader = Json.createReader(new StringReader(text))) {
            return reader.readObject();
        } catch (JsonException | IllegalStateException e) {
            throw new RequestException(code, "Expected one JSON object.");
        }
    }

    /**
     * A value as Jackson's tree, within the bounds of {@link org.speakdraw.app.platform.Json}.
     *
     * @throws RequestException {@code request-invalid}
     */
    public static JsonNode tree(JsonValue value) {
        return org.speakdraw.app.platform.Json.read(value.toString(), JsonNode.class, ApiError.REQUEST_INVALID);
    }

    /** An object as Jackson's tree; the same. */
    public static ObjectNode tree(JsonObject object) {
        return (ObjectNode) tree((JsonValue) object);
    }

    /** Jackson's tree as an object. */
    public static JsonObject object(ObjectNode tree) {
        return readObject(tree.toString(), ApiError.INTERNAL);
    }
}
