package org.speakdraw.app.settings;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.PropertyError;
import org.speakdraw.app.platform.RequestException;

/**
 * All parameters of a stream, in the order they are shown. The front end's controls and the server's validation are both
 * made from it. Immutable.
 */
public final class SettingsSchema {

    private final Map<String, Parameter> parameters = new LinkedHashMap<>();
    private final StreamSettings defaults;

    public SettingsSchema(List<Parameter> parameters) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Parameter parameter : parameters) {
            this.parameters.put(parameter.id(), parameter);
            values.put(parameter.id(), parameter.defaultValue());
        }
        this.defaults = new StreamSettings(values);
    }

    /** The same with one more parameter at the end. */
    SettingsSchema with(Parameter parameter) {
        List<Parameter> more = new ArrayList<>(parameters.values());
        more.add(parameter);
        return new SettingsSchema(more);
    }

    /** What a session starts with. */
    public StreamSettings defaults() {
        return defaults;
    }

    /** Whether there is a parameter of this name. */
    public boolean knows(String id) {
        return parameters.containsKey(id);
    }

    /** Whether {@code value} can be set: it may come from another version of the server or from another bundle. */
    public boolean takes(String id, JsonValue value) {
        try {
            apply(defaults, Json.createObjectBuilder().add(id, value).build());
            return true;
        } catch (RequestException e) {
            return false;
        }
    }

    /**
     * The settings with some values changed.
     *
     * @param changes property names and their new values
     * @throws RequestException {@code settings-invalid}, naming every property at fault; nothing is changed then
     */
    public StreamSettings apply(StreamSettings settings, JsonObject changes) {
        Map<String, Object> values = new LinkedHashMap<>(settings.values());
        List<PropertyError> errors = new ArrayList<>();
        changes.forEach((id, value) -> {
            Parameter parameter = parameters.get(id);
            if (parameter == null) {
                errors.add(new PropertyError(id, "there is no such setting"));
                return;
            }
            try {
                values.put(id, parameter.read(value));
            } catch (IllegalArgumentException e) {
                errors.add(new PropertyError(id, String.valueOf(e.getMessage())));
            }
        });
        if (!errors.isEmpty()) {
            PropertyError first = errors.get(0);
            throw new RequestException(ApiError.SETTINGS_INVALID, first.property() + ": " + first.detail(), errors);
        }
        StreamSettings changed = new StreamSettings(values);
        changed.check();
        return changed;
    }

    /** All values of {@code settings}. */
    public JsonObject toJson(StreamSettings settings) {
        JsonObjectBuilder json = Json.createObjectBuilder();
        parameters.forEach((id, parameter) -> json.add(id, parameter.write(settings.value(id))));
        return json.build();
    }

    /** The values in which {@code after} differs from {@code before}. */
    public JsonObject difference(StreamSettings before, StreamSettings after) {
        JsonObjectBuilder json = Json.createObjectBuilder();
        parameters.forEach((id, parameter) -> {
            if (!before.value(id).equals(after.value(id))) {
                json.add(id, parameter.write(after.value(id)));
            }
        });
        return json.build();
    }

    /** The JSON Schema of all parameters. */
    public JsonValue schema() {
        JsonObjectBuilder properties = Json.createObjectBuilder();
        parameters.forEach((id, parameter) -> properties.add(id, parameter.schema()));
        return Json.createObjectBuilder()
                .add("title", "InputParams")
                .add("type", "object")
                .add("properties", properties)
                .build();
    }
}
