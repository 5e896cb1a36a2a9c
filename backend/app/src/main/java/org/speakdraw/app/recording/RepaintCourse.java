package org.speakdraw.app.recording;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.speakdraw.app.platform.JsonText;
import org.speakdraw.app.prompt.Prompt;
import org.speakdraw.app.settings.SettingsSchema;
import org.speakdraw.app.settings.StreamSettings;

/**
 * What prompts and settings a repainting goes through: those of the recording, at their times, but for the ones that are to be
 * others from beginning to end. What the schema of today does not take is left out. One thread at a time.
 */
final class RepaintCourse {

    /** Every recorded frame is painted, and none is left out for being like the one before. */
    private static final JsonObject ALWAYS = Json.createObjectBuilder()
            .add("similarity_filter", false)
            .add("input", "frames")
            .add("freeze", false)
            .build();

    private final SettingsSchema schema;
    private final JsonObject wanted;
    private final JsonObject beginning;
    private final List<Change> changes = new ArrayList<>();
    private int next;

    /**
     * Settings that change.
     *
     * @param prompt what {@code settings} has, and where it came from
     */
    record Change(long offset, JsonObject settings, Prompt prompt) {}

    /** @param wanted settings that hold from beginning to end */
    RepaintCourse(Timeline timeline, JsonObject wanted, SettingsSchema schema) {
        this.schema = schema;
        this.wanted = wanted;
        timeline.settings().forEach(change -> add(change.offset(), change.changes(), Prompt.typed("")));
        timeline.prompts().forEach(mark -> {
            JsonObject words = Json.createObjectBuilder()
                    .add("prompt", mark.prompt())
                    .add("negative_prompt", mark.negativePrompt())
                    .build();
            Prompt.Source source = Prompt.Source.valueOf(mark.source().toUpperCase(Locale.ROOT));
            add(mark.offset(), words, new Prompt(mark.prompt(), source, mark.language()));
        });
        changes.sort(Comparator.comparingLong(Change::offset));
        long start =
                timeline.settings().isEmpty() ? 0 : timeline.settings().get(0).offset();
        JsonObjectBuilder first = Json.createObjectBuilder();
        until(start).forEach(change -> change.settings().forEach(first::add));
        wanted.forEach(first::add);
        ALWAYS.forEach(first::add);
        this.beginning = first.build();
    }

    private void add(long offset, JsonObject settings, Prompt prompt) {
        JsonObjectBuilder kept = Json.createObjectBuilder();
        settings.forEach((id, value) -> {
            if (!wanted.containsKey(id) && !ALWAYS.containsKey(id) && schema.takes(id, JsonText.tree(value))) {
                kept.add(id, value);
            }
        });
        JsonObject change = kept.build();
        if (!change.isEmpty()) {
            changes.add(new Change(offset, change, prompt));
        }
    }

    /** All settings at the beginning that differ from the defaults. */
    JsonObject beginning() {
        return beginning;
    }

    /** Every width and height that it goes through, in pixels. */
    IntStream sides() {
        StreamSettings first = schema.apply(schema.defaults(), JsonText.tree(beginning));
        IntStream later = changes.stream()
                .flatMapToInt(change -> Stream.of("width", "height")
                        .filter(change.settings()::containsKey)
                        .mapToInt(change.settings()::getInt));
        return IntStream.concat(IntStream.of(first.width(), first.height()), later)
                .distinct();
    }

    /** What changes up to {@code offset}, since the last call. */
    List<Change> until(long offset) {
        int from = next;
        while (next < changes.size() && changes.get(next).offset() <= offset) {
            next++;
        }
        return List.copyOf(changes.subList(from, next));
    }
}
