package org.speakdraw.app.stream.wire;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.JsonText;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.prompt.Prompt;
import org.speakdraw.inference.speech.SpeechTask;

/** A text message from client to server. */
sealed interface ClientMessage {

    /** Change some settings. */
    record ChangeSettings(JsonObject values) implements ClientMessage {}

    /** Change the prompt. */
    record ChangePrompt(Prompt prompt) implements ClientMessage {}

    /** Output frame {@code sequence} is on the screen, {@code latencyMillis} after its capture. */
    record Shown(long sequence, OptionalDouble latencyMillis) implements ClientMessage {}

    /**
     * Sound of an utterance follows.
     *
     * @param language code; empty: to be detected
     */
    record StartSpeech(long utterance, String language, SpeechTask task) implements ClientMessage {}

    /** Nothing is said after the first {@code samples} of the utterance, for the moment. */
    record PauseSpeech(long utterance, int samples) implements ClientMessage {}

    /**
     * The utterance is complete.
     *
     * @param samples that count; empty: all
     */
    record EndSpeech(long utterance, OptionalInt samples) implements ClientMessage {}

    /** The utterance is not wanted any more. */
    record CancelSpeech(long utterance) implements ClientMessage {}

    /** Wants a {@code pong}. */
    record Ping(long id) implements ClientMessage {}

    /**
     * Reads a message.
     *
     * @throws RequestException {@code message-invalid} or {@code message-unknown}
     */
    static ClientMessage parse(String text) {
        JsonObject json = JsonText.readObject(text, ApiError.MESSAGE_INVALID);
        String type = string(json, "type");
        return switch (type) {
            case "settings" -> new ChangeSettings(object(json, "values"));
            case "prompt" ->
                new ChangePrompt(new Prompt(
                        string(json, "text"),
                        Prompt.Source.ofClient(string(json, "source")),
                        json.containsKey("language") ? Optional.of(string(json, "language")) : Optional.empty()));
            case "shown" ->
                new Shown(
                        whole(json, "sequence"),
                        json.containsKey("latencyMs")
                                ? OptionalDouble.of(number(json, "latencyMs").doubleValue())
                                : OptionalDouble.empty());
            case "speech-start" -> new StartSpeech(whole(json, "utterance"), language(json), task(json));
            case "speech-pause" -> new PauseSpeech(whole(json, "utterance"), samples(json));
            case "speech-end" ->
                new EndSpeech(
                        whole(json, "utterance"),
                        json.containsKey("samples") ? OptionalInt.of(samples(json)) : OptionalInt.empty());
            case "speech-cancel" -> new CancelSpeech(whole(json, "utterance"));
            case "ping" -> new Ping(whole(json, "id"));
            default ->
                throw new RequestException(
                        ApiError.MESSAGE_UNKNOWN, "There is no message type \"" + abbreviate(type) + "\".");
        };
    }

    private static String string(JsonObject json, String name) {
        if (json.get(name) instanceof JsonString string) {
            return string.getString();
        }
        throw missing(name, "a text");
    }

    private static String language(JsonObject json) {
        String language = json.containsKey("language") ? string(json, "language") : "auto";
        return language.equals("auto") ? "" : language;
    }

    private static SpeechTask task(JsonObject json) {
        return switch (json.containsKey("task") ? string(json, "task") : "transcribe") {
            case "transcribe" -> SpeechTask.TRANSCRIBE;
            case "translate" -> SpeechTask.TRANSLATE;
            default -> throw missing("task", "transcribe or translate");
        };
    }

    private static JsonObject object(JsonObject json, String name) {
        if (json.get(name) instanceof JsonObject object) {
            return object;
        }
        throw missing(name, "an object");
    }

    private static JsonNumber number(JsonObject json, String name) {
        JsonValue value = json.get(name);
        if (value instanceof JsonNumber number) {
            return number;
        }
        throw missing(name, "a number");
    }

    private static long whole(JsonObject json, String name) {
        double value = number(json, name).doubleValue();
        if (value != Math.rint(value) || value < 0 || value > 4294967295.0) {
            throw missing(name, "a whole number in 0..4294967295");
        }
        return (long) value;
    }

    private static int samples(JsonObject json) {
        return (int) Math.min(whole(json, "samples"), Integer.MAX_VALUE);
    }

    private static RequestException missing(String name, String expected) {
        return new RequestException(ApiError.MESSAGE_INVALID, "\"" + name + "\" must be " + expected + ".");
    }

    private static String abbreviate(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "...";
    }
}
