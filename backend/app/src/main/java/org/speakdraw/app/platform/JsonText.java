package org.speakdraw.app.platform;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;

/** JSON objects from the network. */
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
}
