package org.speakdraw.app.prompt;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A prompt that was given, in the database and on the wire.
 *
 * @param source   typed, spoken, preset or teacher
 * @param language BCP 47 tag; null on the wire where it is not known
 */
@JsonInclude(Include.ALWAYS)
record PastPrompt(
        long id,
        UUID session,
        Instant at,
        String source,
        Optional<String> language,
        String prompt,
        String negativePrompt) {}
