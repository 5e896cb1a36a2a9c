package org.speakdraw.app.prompt;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.JsonText;
import org.speakdraw.app.platform.PropertyError;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.settings.SettingsSchema;
import org.speakdraw.app.settings.StreamSchema;

/** What makes a valid preset. Thread-safe. */
@Singleton
public class PresetRules {

    private static final int MAX_NAME_LENGTH = 80;
    private static final int MAX_TAGS = 12;
    private static final int MAX_TAG_LENGTH = 30;
    /** These are fields of the preset itself. */
    private static final Set<String> PROMPTS = Set.of("prompt", "negative_prompt");

    private final SettingsSchema schema;

    @Inject
    PresetRules(SettingsSchema schema) {
        this.schema = schema;
    }

    /** Valid content, and what had to be left out of it. */
    record Checked(PresetContent content, List<String> notes) {}

    /**
     * Reads what a client sent. Settings that this server does not know, or whose values it does not take, are left out
     * with a note: a preset of another server or of last year is better than none.
     *
     * @throws RequestException {@code preset-invalid}, naming every property at fault
     */
    Checked check(JsonObject json) {
        List<PropertyError> errors = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        String name = text(json, "name", 1, MAX_NAME_LENGTH, errors).strip();
        String prompt =
                text(json, "prompt", 1, StreamSchema.MAX_PROMPT_LENGTH, errors).strip();
        String negative = json.containsKey("negativePrompt")
                ? text(json, "negativePrompt", 0, StreamSchema.MAX_PROMPT_LENGTH, errors)
                        .strip()
                : "";
        List<String> tags = tags(json, errors);
        JsonObject settings = settings(json, errors, notes);
        Visibility visibility = visibility(json, errors);
        if (!errors.isEmpty()) {
            PropertyError first = errors.get(0);
            throw new RequestException(ApiError.PRESET_INVALID, first.property() + " " + first.detail() + ".", errors);
        }
        return new Checked(new PresetContent(name, prompt, negative, settings, tags, visibility), notes);
    }

    /** The settings that this server takes as they are; the bundle may have changed since they were saved. */
    JsonObject inForceToday(JsonObject settings) {
        return known(settings, new ArrayList<>());
    }

    private JsonObject known(JsonObject settings, List<String> notes) {
        JsonObjectBuilder kept = Json.createObjectBuilder();
        settings.forEach((id, value) -> {
            if (PROMPTS.contains(id)) {
                return;
            }
            try {
                schema.apply(
                        schema.defaults(),
                        JsonText.tree(Json.createObjectBuilder().add(id, value).build()));
                kept.add(id, value);
            } catch (RequestException e) {
                notes.add("The setting was left out: " + e.getMessage() + ".");
            }
        });
        return kept.build();
    }

    private JsonObject settings(JsonObject json, List<PropertyError> errors, List<String> notes) {
        JsonValue value = json.getOrDefault("settings", JsonObject.EMPTY_JSON_OBJECT);
        if (value instanceof JsonObject settings) {
            return known(settings, notes);
        }
        errors.add(new PropertyError("settings", "must be an object"));
        return JsonObject.EMPTY_JSON_OBJECT;
    }

    private static List<String> tags(JsonObject json, List<PropertyError> errors) {
        List<JsonValue> values = json.containsKey("tags") && json.get("tags") instanceof jakarta.json.JsonArray array
                ? array
                : List.of();
        List<String> tags = values.stream()
                .map(value -> value instanceof JsonString text ? text.getString() : "")
                .map(tag -> tag.strip().toLowerCase(Locale.ROOT))
                .distinct()
                .toList();
        boolean valid = tags.size() <= MAX_TAGS
                && tags.stream().allMatch(tag -> !tag.isEmpty() && tag.length() <= MAX_TAG_LENGTH && isPlain(tag));
        if (!valid) {
            errors.add(new PropertyError(
                    "tags", "must be at most " + MAX_TAGS + " texts of 1 to " + MAX_TAG_LENGTH + " characters"));
        }
        return tags;
    }

    private static Visibility visibility(JsonObject json, List<PropertyError> errors) {
        try {
            return Visibility.of(json.getString("visibility", Visibility.MINE.id()));
        } catch (IllegalArgumentException e) {
            errors.add(new PropertyError("visibility", "must be one of mine, classroom, everyone"));
            return Visibility.MINE;
        }
    }

    private static String text(JsonObject json, String name, int min, int max, List<PropertyError> errors) {
        String text = json.get(name) instanceof JsonString string ? string.getString() : "";
        if (text.strip().length() < min || text.length() > max || !isPlain(text)) {
            errors.add(new PropertyError(name, "must be a text of " + min + " to " + max + " characters"));
        }
        return text;
    }

    /** PostgreSQL keeps everything but NUL. */
    private static boolean isPlain(String text) {
        return text.indexOf('\0') < 0;
    }
}
