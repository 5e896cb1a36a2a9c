package org.speakdraw.app.stream.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.Problem;
import org.speakdraw.app.platform.PropertyError;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.speech.LiveSpeech;
import org.speakdraw.app.stream.events.Notice;
import org.speakdraw.app.stream.events.RecordingState;
import org.speakdraw.app.stream.frames.FrameHeader;
import org.speakdraw.app.stream.frames.FrameTag;
import org.speakdraw.app.stream.frames.OutputFrame;
import org.speakdraw.app.stream.frames.SessionStats;
import org.speakdraw.app.stream.painting.QueuePlace;

/** Both ends of the wire are tested against the same examples, which the front end keeps. */
class ProtocolTest {

    private static final Path GOLDEN =
            Path.of("..", "..", "frontend", "src", "engine", "protocol", "messages.golden.json");

    @TestFactory
    Stream<DynamicTest> readsEveryClientMessage() throws IOException {
        return golden().getJsonArray("client").stream()
                .map(message -> dynamicTest(
                        message.toString(),
                        () -> assertThat(ClientMessage.parse(message.toString()))
                                .isNotNull()));
    }

    @TestFactory
    Stream<DynamicTest> refusesEveryInvalidMessageWithItsCode() throws IOException {
        return golden().getJsonArray("invalid").getValuesAs(JsonObject.class).stream()
                .filter(example -> example.getString("to").equals("server"))
                .map(example -> dynamicTest(
                        example.getString("reason"),
                        () -> assertThatThrownBy(() -> ClientMessage.parse(example.getString("text")))
                                .isInstanceOfSatisfying(
                                        RequestException.class,
                                        e -> assertThat(e.code().id()).isEqualTo(example.getString("code")))));
    }

    @TestFactory
    Stream<DynamicTest> refusesEveryInvalidHeader() throws IOException {
        return golden().getJsonArray("invalidHeaders").getValuesAs(JsonObject.class).stream()
                .map(example -> dynamicTest(
                        example.getString("reason"),
                        () -> assertThatThrownBy(() ->
                                        FrameHeader.readInput(HexFormat.of().parseHex(example.getString("hex"))))
                                .isInstanceOf(RequestException.class)));
    }

    @TestFactory
    Stream<DynamicTest> writesEveryServerMessageWithTheFieldsOfItsExample() throws IOException {
        return golden().getJsonArray("server").stream()
                .map(JsonValue::asJsonObject)
                .map(example -> dynamicTest(
                        example.getString("type"),
                        () -> assertThat(sample(example.getString("type")).keySet())
                                .containsAll(requiredFields(example))));
    }

    @Test
    void writesAndReadsTheBinaryHeaderOfTheExamples() throws IOException {
        for (JsonObject example : golden().getJsonArray("headers").getValuesAs(JsonObject.class)) {
            byte[] header = HexFormat.of().parseHex(example.getString("hex"));
            long sequence = example.getJsonNumber("sequence").longValueExact();
            long captureTime = example.getJsonNumber("captureTime").longValueExact();
            if (example.getInt("kind") != FrameHeader.OUTPUT) {
                byte[] message = java.util.Arrays.copyOf(header, header.length + 1);
                assertThat(FrameHeader.readInput(message))
                        .isEqualTo(new FrameHeader(
                                example.getInt("kind"), example.getInt("source"), sequence, captureTime));
            } else {
                OutputFrame frame = new OutputFrame(new FrameTag(sequence, captureTime, 0), new byte[0]);
                assertThat(FrameHeader.writeOutput(frame).array()).isEqualTo(header);
            }
        }
    }

    private static JsonObject sample(String type) {
        JsonObject settings = JsonObject.EMPTY_JSON_OBJECT;
        ServerMessage message = switch (type) {
            case "welcome" -> new ServerMessage.Welcome(UUID.randomUUID(), settings, 3);
            case "credit" -> new ServerMessage.Credit(1);
            case "queue" -> new ServerMessage.Queue(new QueuePlace(3, 7));
            case "admitted" -> new ServerMessage.Admitted();
            case "settings" -> new ServerMessage.Settings(settings);
            case "stats" -> new ServerMessage.Stats(SessionStats.NONE);
            case "notice" -> new ServerMessage.Information(new Notice("history-saved", "It is."));
            case "error" ->
                new ServerMessage.Failure(new Problem(
                        ApiError.SETTINGS_INVALID, "No.", List.of(new PropertyError("strength", "too much"))));
            case "recording" -> new ServerMessage.Recording(new RecordingState(true, 2, false, 0, ""));
            case "person" -> new ServerMessage.Person(false);
            case "pong" -> new ServerMessage.Pong(3);
            case "speech" -> new ServerMessage.Speech(new LiveSpeech.Understood(7, "a fox", true, "en", 210));
            default -> throw new AssertionError("the server has no message \"" + type + "\"");
        };
        return message.toJson();
    }

    private static List<String> requiredFields(JsonObject example) {
        return example.keySet().stream()
                .filter(field -> !field.equals("errors"))
                .toList();
    }

    private static JsonObject golden() throws IOException {
        try (JsonReader reader = Json.createReader(new StringReader(Files.readString(GOLDEN)))) {
            return reader.readObject();
        }
    }
}
