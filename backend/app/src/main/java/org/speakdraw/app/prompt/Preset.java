package org.speakdraw.app.prompt;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A preset as one participant sees it.
 *
 * @param slug          name of a built-in preset
 * @param content       what its owner decided
 * @param thumbnailEtag identifies the thumbnail's bytes; empty when there is none
 * @param own           whether the viewer owns it
 * @param removable     whether the viewer may take it away: the owner, and the teacher from the classroom
 * @param favourite     of the viewer
 * @param favourites    of how many people
 * @param uses          how often it was applied
 */
record Preset(
        UUID id,
        Optional<String> slug,
        PresetContent content,
        Optional<String> thumbnailEtag,
        boolean own,
        boolean removable,
        boolean favourite,
        long favourites,
        long uses,
        Instant createdAt) {

    /** The same with a thumbnail. */
    Preset withThumbnail(String etag) {
        return new Preset(id, slug, content, Optional.of(etag), own, removable, favourite, favourites, uses, createdAt);
    }

    JsonObject toJson() {
        return content.toJson()
                .add("id", id.toString())
                .add("slug", slug.<JsonValue>map(Json::createValue).orElse(JsonValue.NULL))
                .add("thumbnail", thumbnailEtag.<JsonValue>map(this::thumbnail).orElse(JsonValue.NULL))
                .add("own", own)
                .add("removable", removable)
                .add("favourite", favourite)
                .add("favourites", favourites)
                .add("uses", uses)
                .add("createdAt", createdAt.toString())
                .build();
    }

    /** An address that changes with the picture, so that browsers may keep it for ever. */
    private JsonValue thumbnail(String etag) {
        return Json.createValue("/api/presets/" + id + "/thumbnail?v=" + etag);
    }
}
