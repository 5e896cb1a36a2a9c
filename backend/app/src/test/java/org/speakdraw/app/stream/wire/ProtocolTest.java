package org.speakdraw.app.stream.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.Json;
import org.speakdraw.app.platform.PropertyError;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.prompt.Prompt;
import org.speakdraw.app.prompt.Prompt.Source;
import org.speakdraw.app.stream.events.Notice;
import org.speakdraw.app.stream.events.RecordingState;
import org.speakdraw.app.stream.frames.FrameHeader;
import org.speakdraw.app.stream.frames.FrameTag;
import org.speakdraw.app.stream.frames.OutputFrame;
import org.speakdraw.app.stream.frames.SessionStats;
import org.speakdraw.app.stream.painting.QueuePlace;
import org.speakdraw.inference.speech.SpeechTask;

/**
 * Both ends of the wire are tested against the same examples, which the front end keeps: value by value, in their
 * order.
 */
class ProtocolTest {

    private static final Path GOLDEN =
            Path.of("..", "..", "frontend", "src", "engine", "protocol", "messages.golden.json");

    private static final List<ClientMessage> READ = List.of(
            new ClientMessage.ChangeSettings(object("{\"strength\":0.4}"), false),
            new ClientMessage.ChangeSettings(object("{\"prompt\":\"a red app\"}"), true),
            new ClientMessage.ChangeSettings(
                    object(
                            "{\"seed\":4294967295,\"random_seed\":false,\"cfg_type\":\"self\",\"t_index_list\":\"18, 26\"}"),
                    false),
            new ClientMessage.ChangePrompt(new Prompt("a fox", Source.TYPED, Optional.empty())),
            new ClientMessage.ChangePrompt(new Prompt("ein Fuchs im Schnee, 狐 🦊", Source.SPOKEN, Optional.of("de"))),
            new ClientMessage.ChangePrompt(new Prompt("a red apple", Source.PRESET, Optional.of("en"))),
            new ClientMessage.Shown(17, OptionalDouble.of(83.5)),
            new ClientMessage.Shown(4294967295L, OptionalDouble.empty()),
            new ClientMessage.Ping(3),
            new ClientMessage.StartSpeech(7, "", "de", "Mehr. Weniger.", SpeechTask.TRANSCRIBE),
            new ClientMessage.StartSpeech(8, "fr", "", "", SpeechTask.TRANSLATE),
            new ClientMessage.PauseSpeech(7, 41472),
            new ClientMessage.EndSpeech(7, OptionalInt.of(41472)),
            new ClientMessage.EndSpeech(8, OptionalInt.empty()),
            new ClientMessage.CancelSpeech(8));

    private static final List<ServerMessage> WRITTEN = List.of(
            new ServerMessage.Welcome(
                    UUID.fromString("5b0e6e1c-2f3a-4d0e-9c57-3f0c2c9f8a11"),
                    object("{\"prompt\":\"a red apple\",\"strength\":0.5,\"seed\":42,\"random_seed\":false}"),
                    3),
            new ServerMessage.Credit(1),
            ServerMessage.Queue.of(new QueuePlace(3, 7)),
            new ServerMessage.Admitted(),
            new ServerMessage.Settings(
                    object("{\"prompt\":\"a fox\",\"strength\":0.4,\"steps\":1,\"similarity_filter\":true}")),
            ServerMessage.Stats.of(new SessionStats(21.4, 22, 1, 0, 0, 0, 31.5, 3)),
            ServerMessage.Information.of(
                    new Notice("history-not-saved", "The database does not answer; the stream goes on.")),
            ServerMessage.Information.of(new Notice("history-saved", "The database answers again.")),
            new ServerMessage.Failure("frame-undecodable", "The frame is not a JPEG.", List.of()),
            new ServerMessage.Failure(
                    "settings-invalid",
                    "One setting was refused.",
                    List.of(new PropertyError("strength", "must be at most 1, was 1.5"))),
            new ServerMessage.Failure("speech-busy", "Too many people speak at once.", List.of()),
            new ServerMessage.Person(false),
            new ServerMessage.Pong(3),
            ServerMessage.Recording.of(new RecordingState(true, 2, false, 0, "")),
            ServerMessage.Recording.of(new RecordingState(true, 0.5, true, 12, "The database cannot be reached.")),
            new ServerMessage.Speech(7, "a fox", false, true, "en", 0.75, 41472, 210),
            new ServerMessage.Speech(7, "", true, false, "", 0, 512, 12.5));

    @TestFactory
    Stream<DynamicTest> readsEveryClientMessageValueByValue() throws IOException {
        JsonNode examples = golden().get("client");
        assertThat(examples).hasSize(READ.size());
        return IntStream.range(0, READ.size())
                .mapToObj(i -> dynamicTest(
                        examples.get(i).toString(),
                        () -> assertThat(ClientMessage.parse(examples.get(i).toString()))
                                .isEqualTo(READ.get(i))));
    }

    @TestFactory
    Stream<DynamicTest> writesEveryServerMessageValueByValue() throws IOException {
        JsonNode examples = golden().get("server");
        assertThat(examples).hasSize(WRITTEN.size());
        return IntStream.range(0, WRITTEN.size())
                .mapToObj(i -> dynamicTest(
                        examples.get(i).toString(),
                        () -> assertThat(values(object(Json.write(WRITTEN.get(i)))))
                                .isEqualTo(values(examples.get(i)))));
    }

    @Test
    void hasAnExampleOfEveryMessage() {
        assertThat(READ.stream().map(Object::getClass))
                .containsAll(List.of(ClientMessage.class
                                .getAnnotation(JsonSubTypes.class)
                                .value())
                        .stream()
                        .map(JsonSubTypes.Type::value)
                        .toList());
        assertThat(leaves(ClientMessage.class).filter(type -> type != ClientMessage.Unknown.class))
                .containsExactlyInAnyOrderElementsOf(
                        READ.stream().map(Object::getClass).distinct().toList());
        assertThat(leaves(ServerMessage.class))
                .allMatch(type -> type.isAnnotationPresent(JsonTypeName.class))
                .containsExactlyInAnyOrderElementsOf(
                        WRITTEN.stream().map(Object::getClass).distinct().toList());
    }

    private static Stream<Class<?>> leaves(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses()).flatMap(ProtocolTest::leaves)
                : Stream.of(type);
    }

    @TestFactory
    Stream<DynamicTest> refusesEveryInvalidMessageWithItsCode() throws IOException {
        return stream(golden().get("invalid"))
                .filter(example -> example.get("to").asText().equals("server"))
                .map(example -> dynamicTest(
                        example.get("reason").asText(),
                        () -> assertRefused(
                                example.get("text").asText(),
                                example.get("code").asText())));
    }

    /** Reading such a number would take seconds; and what a parser throws about it must not end the socket's reader. */
    @Test
    void refusesANumberWithTwelveHundredDigits() {
        String digits = "9".repeat(1200);
        assertRefused("{\"type\":\"settings\",\"values\":{\"strength\":" + digits + "}}", "message-invalid");
        assertRefused("{\"type\":\"ping\",\"id\":" + digits + "}", "message-invalid");
        assertRefused("{\"type\":\"shown\",\"sequence\":1e" + digits + "}", "message-invalid");
    }

    @Test
    void refusesWhatIsDeeperThanAnyMessage() {
        assertRefused("{\"type\":\"settings\",\"values\":" + "[".repeat(5000), "message-invalid");
        assertRefused("{\"type\":".repeat(5000), "message-invalid");
    }

    private static void assertRefused(String text, String code) {
        assertThatThrownBy(() -> ClientMessage.parse(text))
                .isInstanceOfSatisfying(
                        RequestException.class, e -> assertThat(e.code().id()).isEqualTo(code));
    }

    @TestFactory
    Stream<DynamicTest> refusesEveryInvalidHeader() throws IOException {
        return stream(golden().get("invalidHeaders"))
                .map(example -> dynamicTest(
                        example.get("reason").asText(),
                        () -> assertThatThrownBy(() -> FrameHeader.readInput(HexFormat.of()
                                        .parseHex(example.get("hex").asText())))
                                .isInstanceOf(RequestException.class)));
    }

    @Test
    void writesAndReadsTheBinaryHeaderOfTheExamples() throws IOException {
        for (JsonNode example : golden().get("headers")) {
            byte[] header = HexFormat.of().parseHex(example.get("hex").asText());
            long sequence = example.get("sequence").longValue();
            long captureTime = example.get("captureTime").longValue();
            int kind = example.get("kind").intValue();
            if (kind != FrameHeader.OUTPUT) {
                assertThat(FrameHeader.readInput(Arrays.copyOf(header, header.length + 1)))
                        .isEqualTo(new FrameHeader(kind, example.get("source").intValue(), sequence, captureTime));
            } else {
                OutputFrame frame = new OutputFrame(new FrameTag(sequence, captureTime, 0), new byte[0]);
                assertThat(FrameHeader.writeOutput(frame).array()).isEqualTo(header);
            }
        }
    }

    /** Names and values, numbers as numbers: 2 is 2.0. */
    private static Object values(JsonNode json) {
        if (json.isNumber()) {
            return json.doubleValue();
        }
        if (json.isArray()) {
            return stream(json).map(ProtocolTest::values).toList();
        }
        if (json.isObject()) {
            java.util.Map<String, Object> values = new java.util.TreeMap<>();
            json.properties().forEach(field -> values.put(field.getKey(), values(field.getValue())));
            return values;
        }
        return json;
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    private static ObjectNode object(String text) {
        return Json.read(text, ObjectNode.class, ApiError.INTERNAL);
    }

    private static JsonNode golden() throws IOException {
        return object(Files.readString(GOLDEN));
    }
}
