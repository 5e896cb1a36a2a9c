package org.speakdraw.app.classic;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;

/** A text message to a client of the classic protocol. */
sealed interface ClassicMessage {

    /** What the client is to do, or what happened to it. */
    record Status(String status, Optional<String> message) implements ClassicMessage {}

    /** The session waits to be admitted. */
    record Waiting(
            String status,
            @JsonProperty("queue_position") int position,
            @JsonProperty("queue_size") int length) implements ClassicMessage {}

    /** The mode was changed. */
    record ModeChanged(String status, String mode) implements ClassicMessage {}
}
