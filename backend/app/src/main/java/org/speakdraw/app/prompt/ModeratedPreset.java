package org.speakdraw.app.prompt;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.speakdraw.app.safety.ReportReason;

/**
 * A preset that waits for approval, or that somebody has reported, without whose it is.
 *
 * @param thumbnailEtag identifies the thumbnail's bytes; empty when there is none
 * @param reasons       how many people had which
 * @param hidden        whether so many have reported it that others do not see it until it is decided
 * @param since         when it began to wait, or was first reported
 * @param version       when it was changed last
 */
public record ModeratedPreset(
        UUID id,
        String name,
        String prompt,
        String negativePrompt,
        Optional<String> thumbnailEtag,
        Map<ReportReason, Integer> reasons,
        boolean hidden,
        Instant since,
        Instant version) {}
