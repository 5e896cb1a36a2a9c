package org.speakdraw.app.prompt;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A preset as {@code /api/presets} answers.
 *
 * @param settings  those that this server supports
 * @param slug      null unless it is built in
 * @param thumbnail address of the picture; it changes with the picture, so that browsers may keep it for ever. Null
 *     without one
 * @param waiting   whether it is for everyone, but an administrator has not approved it yet
 * @param notes     what had to be left out of the preset that was just saved; absent otherwise
 */
@JsonInclude(Include.ALWAYS)
record PresetView(
        String name,
        String prompt,
        String negativePrompt,
        ObjectNode settings,
        List<String> tags,
        Visibility visibility,
        UUID id,
        Optional<String> slug,
        Optional<String> thumbnail,
        boolean waiting,
        boolean own,
        boolean removable,
        boolean favourite,
        long favourites,
        long uses,
        Instant createdAt,
        @JsonInclude(Include.NON_ABSENT) Optional<List<String>> notes) {

    /**
     * The view of a preset.
     *
     * @param settings those of the preset that this server supports
     */
    static PresetView of(Preset preset, ObjectNode settings, Optional<List<String>> notes) {
        PresetContent content = preset.content();
        return new PresetView(
                content.name(),
                content.prompt(),
                content.negativePrompt(),
                settings,
                content.tags(),
                content.visibility(),
                preset.id(),
                preset.slug(),
                preset.thumbnailEtag().map(etag -> "/api/presets/" + preset.id() + "/thumbnail?v=" + etag),
                content.visibility() == Visibility.EVERYONE && !preset.approved(),
                preset.own(),
                preset.removable(),
                preset.favourite(),
                preset.favourites(),
                preset.uses(),
                preset.createdAt(),
                notes);
    }
}
