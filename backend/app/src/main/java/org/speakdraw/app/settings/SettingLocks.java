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
 * What a stream's own client may choose, as somebody else has narrowed it: of some settings a range, of others a few values
 * or a single one. Settings that are not named are free. Immutable, thread-safe.
 */
public final class SettingLocks {

    /** Everything is free. */
    public static final SettingLocks NONE = new SettingLocks(Map.of());

    /** Values of one setting that are named. */
    private static final int MAX_VALUES = 32;

    private final Map<String, Lock> locks;

    private SettingLocks(Map<String, Lock> locks) {
        this.locks = locks;
    }

    /** What is left of one setting. */
    private sealed interface Lock {

        boolean has(JsonNode value);

        /** What comes in the place of a value that it does not have. */
        JsonNode nearest(JsonNode value);
    }

    private record Range(JsonNode min, JsonNode max) implements Lock {

        @Override
        public boolean has(JsonNode value) {
            return value.doubleValue() >= min.doubleValue() && value.doubleValue() <= max.doubleValue();
        }

        @Override
        public JsonNode nearest(JsonNode value) {
            return value.doubleValue() < min.doubleValue() ? min : max;
        }
    }

    private record Only(List<JsonNode> values) implements Lock {

        @Override
        public boolean has(JsonNode value) {
            return values.contains(value);
        }

        @Override
        public JsonNode nearest(JsonNode value) {
            return values.get(0);
        }
    }

    /**
     * Reads locks.
     *
     * @param json by settings' names {@code {"min": 0.2, "max": 0.6}} or {@code {"only": ["full"]}}
     * @throws RequestException {@code settings-invalid}, naming every setting at fault
     */
    public static SettingLocks of(SettingsSchema schema, ObjectNode json) {
        Map<String, Lock> locks = new LinkedHashMap<>();
        List<PropertyError> errors = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : json.properties()) {
            try {
                locks.put(entry.getKey(), read(schema, entry.getKey(), entry.getValue()));
            } catch (IllegalArgumentException e) {
                errors.add(new PropertyError(entry.getKey(), String.valueOf(e.getMessage())));
            }
        }
        SettingsSchema.refuse(errors);
        SettingLocks read = new SettingLocks(locks);
        // Values that are good each by itself may not go together.
        schema.apply(schema.defaults(), read.narrowing(schema.toJson(schema.defaults())));
        return read;
    }

    private static Lock read(SettingsSchema schema, String id, JsonNode json) {
        if (json.size() == 1 && json.path("only").isArray()) {
            JsonNode values = json.path("only");
            if (values.isEmpty() || values.size() > MAX_VALUES) {
                throw new IllegalArgumentException("1 to " + MAX_VALUES + " values, got " + values.size());
            }
            List<JsonNode> only = new ArrayList<>();
            values.forEach(value -> only.add(schema.canonical(id, value)));
            return new Only(List.copyOf(only));
        }
        if (json.size() == 2 && json.path("min").isNumber() && json.path("max").isNumber()) {
            JsonNode min = schema.canonical(id, json.path("min"));
            JsonNode max = schema.canonical(id, json.path("max"));
            if (min.doubleValue() > max.doubleValue()) {
                throw new IllegalArgumentException(min + " is above " + max);
            }
            return new Range(min, max);
        }
        throw new IllegalArgumentException("expected {\"min\", \"max\"} or {\"only\": [...]}");
    }

    /**
     * The changes that bring settings in.
     *
     * @param settings all of them, as {@link SettingsSchema#toJson} writes them
     */
    public ObjectNode narrowing(ObjectNode settings) {
        ObjectNode changes = JsonNodeFactory.instance.objectNode();
        locks.forEach((id, lock) -> {
            JsonNode value = settings.path(id);
            if (!value.isMissingNode() && !lock.has(value)) {
                changes.set(id, lock.nearest(value));
            }
        });
        return changes;
    }

    /**
     * Lets only those changes pass that stay within.
     *
     * @param changes new values, as {@link SettingsSchema#difference} writes them
     * @throws RequestException {@code setting-locked}, naming every setting at fault
     */
    public void require(ObjectNode changes) {
        List<PropertyError> errors = new ArrayList<>();
        changes.properties().forEach(change -> {
            Lock lock = locks.get(change.getKey());
            if (lock != null && !lock.has(change.getValue())) {
                errors.add(new PropertyError(change.getKey(), "Your teacher has locked this."));
            }
        });
        if (!errors.isEmpty()) {
            throw new RequestException(ApiError.SETTING_LOCKED, "Your teacher has locked this.", errors);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SettingLocks same && same.locks.equals(locks);
    }

    @Override
    public int hashCode() {
        return locks.hashCode();
    }

    @Override
    public String toString() {
        return "SettingLocks" + locks.keySet();
    }
}
