package org.speakdraw.app.speech;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** OpenAI's server-sent events of a transcription. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = TranscriptEvent.Delta.class, name = "transcript.text.delta"),
    @JsonSubTypes.Type(value = TranscriptEvent.Done.class, name = "transcript.text.done")
})
sealed interface TranscriptEvent {

    /** The text has grown by this. */
    record Delta(String delta) implements TranscriptEvent {}

    /** The whole text. */
    record Done(String text) implements TranscriptEvent {}
}
