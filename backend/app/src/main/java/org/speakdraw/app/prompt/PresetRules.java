package org.speakdraw.app.prompt;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.Database;
import org.speakdraw.app.platform.PropertyError;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.safety.WordFilter;
import org.speakdraw.app.settings.Parameters;
import org.speakdraw.app.settings.SettingsSchema;
import org.speakdraw.app.settings.StreamSchema;

/** What makes a valid preset. Thread-safe. */
@Singleton
public class PresetRules {

    private static final int MAX_NAME_LENGTH = 80;
    private static final int MAX_TAGS = 12;
    private static final int MAX_TAG_LENGTH = 30;
    private static final int MAX_SETTINGS = 64;
    /** These are fields of the preset itself. */
    private static final Set<String> PROMPTS = Set.of(Parameters.PROMPT.id(), Parameters.NEGATIVE_PROMPT.id());

    private final SettingsSchema schema;
    private final WordFilter words;

    @Inject
    PresetRules(SettingsSchema schema, WordFilter words) {
        this.schema = schema;
        this.words = words;
    }

    /** Valid content, and what had to be left out of it. */
    record Checked(PresetContent content, List<String> notes) {}

    /**
     * Checks what a client sent. Settings that this server does not know, or whose values it does not take, are left
     * out with a note: a preset of another server or of last year is better than none.
     *
     * @throws RequestException {@code preset-invalid}, naming every property at fault
     */
    Checked check(PresetDraft draft) {
        List<PropertyError> errors = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        String name = text("name", draft.name(), 1, MAX_NAME_LENGTH, errors);
        String prompt = text("prompt", draft.prompt(), 1, StreamSchema.MAX_PROMPT_LENGTH, errors);
        String negative = text("negativePrompt", draft.negativePrompt(), 0, StreamSchema.MAX_PROMPT_LENGTH, errors);
        List<String> tags = tags(draft, errors);
        ObjectNode settings = settings(draft, errors, notes);
        Visibility visibility = visibility(draft, errors);
        if (visibility != Visibility.MINE) {
            requireFit(Map.of("name", name, "prompt", prompt, "tags", String.join(", ", tags)), errors);
        }
        if (!errors.isEmpty()) {
            PropertyError first = errors.get(0);
            throw new RequestException(ApiError.PRESET_INVALID, first.property() + " " + first.detail() + ".", errors);
        }
        return new Checked(new PresetContent(name, prompt, negative, settings, tags, visibility), notes);
    }

    private void requireFit(Map<String, String> texts, List<PropertyError> errors) {
        Set<String> refused = errors.stream().map(PropertyError::property).collect(Collectors.toSet());
        texts.forEach((property, text) -> {
            // What is refused anyhow may be of any length.
            if (!refused.contains(property) && !words.fits(text)) {
                errors.add(new PropertyError(
                        property, "must be without words that cannot be used where others read them"));
            }
        });
    }

    /** The settings that this server supports; the bundle may have changed since they were saved. */
    ObjectNode supported(ObjectNode settings) {
        return taken(settings, new ArrayList<>());
    }

    private ObjectNode taken(ObjectNode settings, List<String> notes) {
        ObjectNode kept = JsonNodeFactory.instance.objectNode();
        settings.properties().forEach(setting -> {
            if (PROMPTS.contains(setting.getKey())) {
                return;
            }
            try {
                ObjectNode alone = JsonNodeFactory.instance.objectNode();
                alone.set(setting.getKey(), setting.getValue());
                schema.apply(schema.defaults(), alone);
                kept.set(setting.getKey(), setting.getValue());
            } catch (RequestException e) {
                notes.add("The setting was left out: " + e.getMessage() + ".");
            }
        });
        return kept;
    }

    private ObjectNode settings(PresetDraft draft, List<PropertyError> errors, List<String> notes) {
        ObjectNode sent = draft.settings().orElseGet(JsonNodeFactory.instance::objectNode);
        if (sent.size() > MAX_SETTINGS) {
            errors.add(new PropertyError("settings", "must be at most " + MAX_SETTINGS));
            return sent;
        }
        return taken(sent, notes);
    }

    private static List<String> tags(PresetDraft draft, List<PropertyError> errors) {
        List<String> tags = draft.tags().orElse(List.of()).stream()
                .map(tag -> tag == null ? "" : tag.strip().toLowerCase(Locale.ROOT))
                .distinct()
                .toList();
        boolean valid = tags.size() <= MAX_TAGS
                && tags.stream()
                        .allMatch(tag -> !tag.isEmpty() && tag.length() <= MAX_TAG_LENGTH && Database.canKeep(tag));
        if (!valid) {
            errors.add(new PropertyError(
                    "tags", "must be at most " + MAX_TAGS + " texts of 1 to " + MAX_TAG_LENGTH + " characters"));
        }
        return tags;
    }

    private static Visibility visibility(PresetDraft draft, List<PropertyError> errors) {
        try {
            return draft.visibility().map(Visibility::of).orElse(Visibility.MINE);
        } catch (IllegalArgumentException e) {
            errors.add(new PropertyError("visibility", "must be one of mine, classroom, everyone"));
            return Visibility.MINE;
        }
    }

    private static String text(String property, Optional<String> sent, int min, int max, List<PropertyError> errors) {
        String text = sent.orElse("");
        if (text.strip().length() < min || text.length() > max || !Database.canKeep(text)) {
            errors.add(new PropertyError(property, "must be a text of " + min + " to " + max + " characters"));
        }
        return text.strip();
    }
}
