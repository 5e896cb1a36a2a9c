package org.speakdraw.app.stream.wire;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.Json;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.prompt.Prompt;
import org.speakdraw.inference.speech.SpeechTask;

/** A text message from client to server. Numbers of frames, utterances and samples are whole, 0..2^32-1. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type", visible = true, defaultImpl = ClientMessage.Unknown.class)
@JsonSubTypes({
    @JsonSubTypes.Type(ClientMessage.ChangeSettings.class),
    @JsonSubTypes.Type(ClientMessage.ChangePrompt.class),
    @JsonSubTypes.Type(ClientMessage.Shown.class),
    @JsonSubTypes.Type(ClientMessage.StartSpeech.class),
    @JsonSubTypes.Type(ClientMessage.PauseSpeech.class),
    @JsonSubTypes.Type(ClientMessage.EndSpeech.class),
    @JsonSubTypes.Type(ClientMessage.CancelSpeech.class),
    @JsonSubTypes.Type(ClientMessage.Ping.class)
})
sealed interface ClientMessage {

    /**
     * Reads a message.
     *
     * @throws RequestException {@code message-invalid} or {@code message-unknown}
     */
    static ClientMessage parse(String text) {
        ObjectNode message = Json.read(text, ObjectNode.class, ApiError.MESSAGE_INVALID);
        if (!message.path("type").isTextual()) {
            throw new RequestException(ApiError.MESSAGE_INVALID, "\"type\" must be a text.");
        }
        return Json.convert(message, ClientMessage.class, ApiError.MESSAGE_INVALID);
    }

    /** A message that costs the server something, so that only so many a second are taken. */
    sealed interface Paced extends ClientMessage {}

    /**
     * Change some settings.
     *
     * @param trial only for a look, which leaves no trace in history and recordings
     */
    @JsonTypeName("settings")
    record ChangeSettings(ObjectNode values, boolean trial) implements Paced {

        @JsonCreator
        static ChangeSettings of(
                @JsonProperty(value = "values", required = true) ObjectNode values,
                @JsonProperty("trial") Optional<Boolean> trial) {
            return new ChangeSettings(values, trial.orElse(false));
        }
    }

    /** Change the prompt. */
    @JsonTypeName("prompt")
    record ChangePrompt(Prompt prompt) implements Paced {

        @JsonCreator
        static ChangePrompt of(
                @JsonProperty(value = "text", required = true) String text,
                @JsonProperty(value = "source", required = true) String source,
                @JsonProperty("language") Optional<String> language) {
            return new ChangePrompt(new Prompt(text, Prompt.Source.ofClient(source), language));
        }
    }

    /** Output frame {@code sequence} is on the screen, {@code latencyMs} after its capture. */
    @JsonTypeName("shown")
    record Shown(@JsonDeserialize(using = Unsigned32.class) long sequence, OptionalDouble latencyMs)
            implements ClientMessage {}

    /**
     * Sound of an utterance follows.
     *
     * @param language code; empty: to be detected
     * @param likely   code of what the speaker speaks most likely; empty: not known
     * @param phrases  what is likely said in it where little is said; may be empty
     */
    @JsonTypeName("speech-start")
    record StartSpeech(long utterance, String language, String likely, String phrases, SpeechTask task)
            implements ClientMessage {

        private static final String DETECTED = "auto";
        private static final int LONGEST_PHRASES = 400;

        @JsonCreator
        static StartSpeech of(
                @JsonProperty("utterance") @JsonDeserialize(using = Unsigned32.class) long utterance,
                @JsonProperty("language") Optional<String> language,
                @JsonProperty("likely") Optional<String> likely,
                @JsonProperty("phrases") Optional<String> phrases,
                @JsonProperty("task") Optional<String> task) {
            return new StartSpeech(
                    utterance,
                    language.filter(code -> !code.equals(DETECTED)).orElse(""),
                    likely.orElse(""),
                    phrases.map(StartSpeech::bounded).orElse(""),
                    task.map(StartSpeech::taskOf).orElse(SpeechTask.TRANSCRIBE));
        }

        private static String bounded(String phrases) {
            if (phrases.length() > LONGEST_PHRASES) {
                throw new RequestException(
                        ApiError.MESSAGE_INVALID, "\"phrases\" may have " + LONGEST_PHRASES + " characters at most.");
            }
            return phrases;
        }

        private static SpeechTask taskOf(String name) {
            return switch (name) {
                case "transcribe" -> SpeechTask.TRANSCRIBE;
                case "translate" -> SpeechTask.TRANSLATE;
                default ->
                    throw new RequestException(ApiError.MESSAGE_INVALID, "\"task\" must be transcribe or translate.");
            };
        }
    }

    /** Nothing is said after the first {@code samples} of the utterance, for the moment. */
    @JsonTypeName("speech-pause")
    record PauseSpeech(
            @JsonDeserialize(using = Unsigned32.class) long utterance,
            @JsonDeserialize(using = Unsigned32.class) long samples)
            implements ClientMessage {

        /** Samples, as many as can be at most. */
        int sampleCount() {
            return (int) Math.min(samples, Integer.MAX_VALUE);
        }
    }

    /**
     * The utterance is complete.
     *
     * @param samples that count; empty: all
     */
    @JsonTypeName("speech-end")
    record EndSpeech(long utterance, OptionalInt samples) implements ClientMessage {

        @JsonCreator
        static EndSpeech of(
                @JsonProperty("utterance") @JsonDeserialize(using = Unsigned32.class) long utterance,
                @JsonProperty("samples") @JsonDeserialize(using = Unsigned32.class) @Nullable Long samples) {
            return new EndSpeech(
                    utterance,
                    samples == null ? OptionalInt.empty() : OptionalInt.of((int) Math.min(samples, Integer.MAX_VALUE)));
        }
    }

    /** The utterance is not wanted any more. */
    @JsonTypeName("speech-cancel")
    record CancelSpeech(
            @JsonDeserialize(using = Unsigned32.class) long utterance) implements ClientMessage {}

    /** Wants a {@code pong}. */
    @JsonTypeName("ping")
    record Ping(@JsonDeserialize(using = Unsigned32.class) long id) implements Paced {}

    /** What has another type: there is no such message, so making one refuses it. */
    record Unknown(String type) implements ClientMessage {

        private static final int SHOWN = 40;

        public Unknown {
            throw new RequestException(
                    ApiError.MESSAGE_UNKNOWN,
                    "There is no message type \"" + (type.length() <= SHOWN ? type : type.substring(0, SHOWN) + "...")
                            + "\".");
        }
    }
}
