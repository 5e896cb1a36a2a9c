package org.speakdraw.app.prompt;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A preset as one participant sees it.
 *
 * @param slug          name of a built-in preset
 * @param content       what its owner decided
 * @param thumbnailEtag identifies the thumbnail's bytes; empty when there is none
 * @param approved      whether everybody may see it, if it is for everybody
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
        boolean approved,
        boolean own,
        boolean removable,
        boolean favourite,
        long favourites,
        long uses,
        Instant createdAt) {

    /** The same with a thumbnail. */
    Preset withThumbnail(String etag) {
        return new Preset(
                id, slug, content, Optional.of(etag), approved, own, removable, favourite, favourites, uses, createdAt);
    }
}
