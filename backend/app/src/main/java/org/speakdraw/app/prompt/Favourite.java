package org.speakdraw.app.prompt;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A favourite of a participant, as the export shows it.
 *
 * @param name of the preset; null on the wire when the preset has since been hidden
 */
@JsonInclude(Include.ALWAYS)
record Favourite(UUID preset, Optional<String> name, Instant since) {}
