package org.speakdraw.app.recording;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.speakdraw.app.platform.Json;
import org.speakdraw.app.prompt.Prompt;
import org.speakdraw.app.settings.SettingsSchema;
import org.speakdraw.app.settings.StreamSettings;

/**
 * The prompts and settings that a repainting goes through: those of the recording at their times, except for the ones
 * that are overridden from beginning to end. What the current schema does not accept is left out. One thread at a time.
 */
final class RepaintCourse {

    /** Every recorded frame is painted, and none is left out for being like the one before. */
    private static final ObjectNode ALWAYS = Json.mapper()
            .createObjectNode()
            .put("similarity_filter", false)
            .put("input", "frames")
            .put("freeze", false);

    private final SettingsSchema schema;
    private final ObjectNode wanted;
    private final ObjectNode beginning;
    private final List<Change> changes = new ArrayList<>();
    private int next;

    /**
     * Settings that change.
     *
     * @param prompt what {@code settings} has, and where it came from
     */
    record Change(long offset, ObjectNode settings, Prompt prompt) {}

    /** @param wanted settings that hold from beginning to end */
    RepaintCourse(Timeline timeline, ObjectNode wanted, SettingsSchema schema) {
        this.schema = schema;
        this.wanted = wanted;
        timeline.settings().forEach(change -> add(change.offset(), change.changes(), Prompt.typed("")));
        timeline.prompts().forEach(mark -> {
            ObjectNode words = Json.mapper()
                    .createObjectNode()
                    .put("prompt", mark.prompt())
                    .put("negative_prompt", mark.negativePrompt());
            Prompt.Source source = Prompt.Source.ofKept(mark.source());
            add(mark.offset(), words, new Prompt(mark.prompt(), source, mark.language()));
        });
        changes.sort(Comparator.comparingLong(Change::offset));
        long start =
                timeline.settings().isEmpty() ? 0 : timeline.settings().get(0).offset();
        this.beginning = Json.mapper().createObjectNode();
        until(start).forEach(change -> beginning.setAll(change.settings()));
        beginning.setAll(wanted);
        beginning.setAll(ALWAYS);
    }

    private void add(long offset, ObjectNode settings, Prompt prompt) {
        ObjectNode change = Json.mapper().createObjectNode();
        settings.properties().forEach(setting -> {
            String id = setting.getKey();
            if (!wanted.has(id) && !ALWAYS.has(id) && schema.takes(id, setting.getValue())) {
                change.set(id, setting.getValue());
            }
        });
        if (!change.isEmpty()) {
            changes.add(new Change(offset, change, prompt));
        }
    }

    /** All settings at the beginning that differ from the defaults. */
    ObjectNode beginning() {
        return beginning;
    }

    /** Every width and height that it goes through, in pixels. */
    IntStream sides() {
        StreamSettings first = schema.apply(schema.defaults(), beginning);
        IntStream later = changes.stream()
                .flatMapToInt(change -> Stream.of("width", "height")
                        .filter(change.settings()::has)
                        .mapToInt(side -> change.settings().get(side).asInt()));
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
