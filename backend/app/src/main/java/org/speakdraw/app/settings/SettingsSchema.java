package org.speakdraw.app.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
    public boolean takes(String id, JsonNode value) {
        try {
            apply(defaults, JsonNodeFactory.instance.objectNode().set(id, value));
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
    public StreamSettings apply(StreamSettings settings, ObjectNode changes) {
        Map<String, Object> values = new LinkedHashMap<>(settings.values());
        List<PropertyError> errors = new ArrayList<>();
        changes.properties().forEach(change -> {
            String id = change.getKey();
            Parameter parameter = parameters.get(id);
            if (parameter == null) {
                errors.add(new PropertyError(id, "there is no such setting"));
                return;
            }
            try {
                values.put(id, parameter.read(change.getValue()));
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
    public ObjectNode toJson(StreamSettings settings) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        parameters.forEach((id, parameter) -> json.set(id, parameter.write(settings.value(id))));
        return json;
    }

    /** The values in which {@code after} differs from {@code before}. */
    public ObjectNode difference(StreamSettings before, StreamSettings after) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        parameters.forEach((id, parameter) -> {
            if (!before.value(id).equals(after.value(id))) {
                json.set(id, parameter.write(after.value(id)));
            }
        });
        return json;
    }

    /** The JSON Schema of all parameters. */
    public ObjectNode schema() {
        ObjectNode properties = JsonNodeFactory.instance.objectNode();
        parameters.forEach((id, parameter) -> properties.set(id, parameter.schema()));
        return JsonNodeFactory.instance
                .objectNode()
                .put("title", "InputParams")
                .put("type", "object")
                .set("properties", properties);
    }
}
