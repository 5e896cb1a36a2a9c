package org.speakdraw.app.stream.events;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.speakdraw.app.prompt.Prompt;

/**
 * What happens to sessions, fired as CDI events. Observers are called on the thread where it happens, a socket's or a
 * request's, and must not wait for anything.
 */
public sealed interface SessionEvent {

    /** The session it happened to. */
    UUID session();

    /** When. */
    Instant time();

    /**
     * A session begins.
     *
     * @param participant who opened it, where that is known
     * @param settings    all of them
     */
    record Started(UUID session, Instant time, Optional<UUID> participant, String bundle, ObjectNode settings)
            implements SessionEvent {}

    /** Some settings have changed; the prompts have an event of their own. */
    record SettingsChanged(UUID session, Instant time, ObjectNode changes) implements SessionEvent {}

    /** The prompt, or the negative prompt, has changed. */
    record PromptChanged(UUID session, Instant time, Prompt prompt, String negativePrompt) implements SessionEvent {}

    /** A session that began on another server goes on here. */
    record Came(UUID session, Instant time) implements SessionEvent {}

    /** A session goes on on another server; here it is over. */
    record Left(UUID session, Instant time) implements SessionEvent {}

    /** A session is over. */
    record Ended(UUID session, Instant time, String reason, long framesIn, long framesOut) implements SessionEvent {}
}
