package org.speakdraw.app.classroom;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.settings.Parameters;
import org.speakdraw.app.settings.SettingLocks;
import org.speakdraw.app.settings.SettingsSchema;

/**
 * What of the page students may use in this lesson.
 *
 * @param sources  where pictures may come from; empty for anywhere
 * @param presets  those of the gallery; empty for all
 * @param settings by their names, as {@link SettingLocks#of} reads them
 */
record LessonLocks(Optional<List<Source>> sources, Optional<List<UUID>> presets, ObjectNode settings) {

    static final LessonLocks NONE =
            new LessonLocks(Optional.empty(), Optional.empty(), JsonNodeFactory.instance.objectNode());

    private static final int MAX_PRESETS = 60;

    LessonLocks {
        sources = sources.map(each -> each.stream().distinct().toList());
        presets = presets.map(each -> each.stream().distinct().toList());
        if (sources.filter(List::isEmpty).isPresent()) {
            throw new RequestException(ApiError.MESSAGE_INVALID, "One source at least has to stay open.");
        }
        if (presets.filter(each -> each.isEmpty() || each.size() > MAX_PRESETS).isPresent()) {
            throw new RequestException(ApiError.MESSAGE_INVALID, "A set has 1 to " + MAX_PRESETS + " presets.");
        }
        if (settings.has(Parameters.INPUT.id())) {
            throw new RequestException(ApiError.MESSAGE_INVALID, "\"input\" follows from \"sources\".");
        }
    }

    /**
     * What the server holds students to.
     *
     * @throws RequestException {@code settings-invalid}, naming every setting at fault
     */
    SettingLocks enforced(SettingsSchema schema) {
        ObjectNode all = settings.deepCopy();
        sources.ifPresent(open -> {
            ArrayNode inputs = JsonNodeFactory.instance.arrayNode();
            if (!open.equals(List.of(Source.TEXT))) {
                inputs.add("frames");
            }
            if (open.contains(Source.TEXT)) {
                inputs.add("none");
            }
            all.putObject(Parameters.INPUT.id()).set("only", inputs);
        });
        return SettingLocks.of(schema, all);
    }

    /** The same but for some settings. */
    LessonLocks without(Collection<String> names) {
        return new LessonLocks(sources, presets, settings.deepCopy().without(names));
    }

    RoomMessage message() {
        return new RoomMessage.Locks(sources, presets, settings);
    }
}
