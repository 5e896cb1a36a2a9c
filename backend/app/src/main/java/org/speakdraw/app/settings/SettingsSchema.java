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
 * All parameters of a stream, in the order they are shown. The front end's controls and the server's validation are
 * both made from it. Immutable.
 */
public final class SettingsSchema {

    /** Properties at fault that are named; whoever sends more has read no documentation. */
    private static final int MAX_ERRORS = 32;

    private final Map<String, Parameter<?>> parameters = new LinkedHashMap<>();
    private final StreamSettings defaults;

    SettingsSchema(List<Parameter<?>> parameters) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Parameter<?> parameter : parameters) {
            this.parameters.put(parameter.id(), parameter);
            values.put(parameter.id(), parameter.initial());
        }
        this.defaults = new StreamSettings(values);
    }

    /** The same with one more parameter at the end. */
    SettingsSchema with(Parameter<?> parameter) {
        List<Parameter<?>> more = new ArrayList<>(parameters.values());
        more.add(parameter);
        return new SettingsSchema(more);
    }

    /** The same with these instead of the parameters of the same names. */
    SettingsSchema narrowed(List<Parameter<?>> narrower) {
        Map<String, Parameter<?>> narrowed = new LinkedHashMap<>(parameters);
        for (Parameter<?> parameter : narrower) {
            if (narrowed.replace(parameter.id(), parameter) == null) {
                throw new IllegalArgumentException("there is no \"" + parameter.id() + "\" to narrow");
            }
        }
        return new SettingsSchema(List.copyOf(narrowed.values()));
    }

    /** What a session starts with. */
    public StreamSettings defaults() {
        return defaults;
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
        for (Map.Entry<String, JsonNode> change : changes.properties()) {
            try {
                values.put(change.getKey(), read(change.getKey(), change.getValue()));
            } catch (IllegalArgumentException e) {
                errors.add(new PropertyError(change.getKey(), String.valueOf(e.getMessage())));
                if (errors.size() == MAX_ERRORS) {
                    break;
                }
            }
        }
        refuse(errors);
        StreamSettings changed = new StreamSettings(values);
        changed.check();
        return changed;
    }

    /** @throws RequestException {@code settings-invalid} if there are any */
    static void refuse(List<PropertyError> errors) {
        if (!errors.isEmpty()) {
            PropertyError first = errors.get(0);
            throw new RequestException(ApiError.SETTINGS_INVALID, first.property() + ": " + first.detail(), errors);
        }
    }

    /**
     * What can be made of the values of a front end that checks nothing itself: of each the nearest that is taken. What
     * means nothing is left out, so that its last value stays.
     *
     * @param settings in force
     * @param wishes   parameter names, perhaps those of other servers among them, and values of any kind
     * @return changes that {@link #apply} takes
     */
    public ObjectNode nearest(StreamSettings settings, ObjectNode wishes) {
        ObjectNode changes = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> wish : wishes.properties()) {
            Parameter<?> parameter = parameters.get(wish.getKey());
            if (parameter != null) {
                parameter.nearest(wish.getValue()).ifPresent(value -> changes.set(wish.getKey(), value));
            }
        }
        try {
            apply(settings, changes);
        } catch (RequestException e) {
            // Each by itself is taken; it is together that they are not.
            changes.remove(e.errors().stream().map(PropertyError::property).toList());
        }
        return changes;
    }

    private Object read(String id, JsonNode value) {
        return require(id).domain().read(value);
    }

    /**
     * A value as {@link #toJson} writes it, whatever kind of number it came as.
     *
     * @throws IllegalArgumentException naming the value and the limit
     */
    JsonNode canonical(String id, JsonNode value) {
        return canonical(require(id).domain(), value);
    }

    private static <T> JsonNode canonical(Domain<T> domain, JsonNode value) {
        return domain.write(domain.read(value));
    }

    private Parameter<?> require(String id) {
        Parameter<?> parameter = parameters.get(id);
        if (parameter == null) {
            throw new IllegalArgumentException("there is no such setting");
        }
        return parameter;
    }

    /** All values of {@code settings}. */
    public ObjectNode toJson(StreamSettings settings) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        parameters.forEach((id, parameter) -> json.set(id, parameter.in(settings)));
        return json;
    }

    /** The values in which {@code after} differs from {@code before}. */
    public ObjectNode difference(StreamSettings before, StreamSettings after) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        parameters.forEach((id, parameter) -> {
            if (!before.get(parameter).equals(after.get(parameter))) {
                json.set(id, parameter.in(after));
            }
        });
        return json;
    }

    /** The JSON Schema of all parameters. */
    public ObjectNode schema() {
        ObjectNode properties = JsonNodeFactory.instance.objectNode();
        parameters.forEach((id, parameter) -> properties.set(id, parameter.schema()));
        ObjectNode schema = JsonNodeFactory.instance
                .objectNode()
                .put("title", "InputParams")
                .put("type", "object");
        return schema.set("properties", properties);
    }
}
