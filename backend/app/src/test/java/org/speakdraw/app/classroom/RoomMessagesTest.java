package org.speakdraw.app.classroom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.Json;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.safety.Concern;

/** Both ends of the wire are tested against the same examples, which the front end keeps: value by value, in order. */
class RoomMessagesTest {

    private static final Path GOLDEN =
            Path.of("..", "..", "frontend", "src", "engine", "classroom", "room-messages.golden.json");

    private static final List<RoomCommand> READ = List.of(
            new RoomCommand.Push(Optional.empty(), object("{\"prompt\":\"a whale\",\"strength\":0.4}")),
            new RoomCommand.Push(Optional.of(List.of(1, 7)), object("{\"prompt\":\"a whale\"}")),
            new RoomCommand.EyesHere(true),
            new RoomCommand.BlackOut(7, true),
            new RoomCommand.Spotlight(Optional.of(7)),
            new RoomCommand.Spotlight(Optional.empty()),
            new RoomCommand.Look(Optional.of(7)),
            new RoomCommand.Look(Optional.empty()),
            new RoomCommand.Task("Draw your pet"),
            new RoomCommand.Timer(300),
            new RoomCommand.Screen(true, false, true, false),
            new RoomCommand.Lock(
                    Optional.of(List.of(Source.DRAWING, Source.TEXT)),
                    Optional.of(List.of(UUID.fromString("0f3a6e1c-2f3a-4d0e-9c57-3f0c2c9f8a11"))),
                    Optional.of(object("{\"strength\":{\"min\":0.2,\"max\":0.6},\"mode\":{\"only\":[\"full\"]}}"))),
            new RoomCommand.Lock(Optional.empty(), Optional.empty(), Optional.empty()),
            new RoomCommand.Priority(7, 60),
            new RoomCommand.LowerHand(7),
            new RoomCommand.Hand(true),
            new RoomCommand.Undo());

    private static final List<RoomMessage> WRITTEN = List.of(
            new RoomMessage.Welcome(RoomRole.TEACHER, UUID.fromString("5b0e6e1c-2f3a-4d0e-9c57-3f0c2c9f8a11"), "4b"),
            new RoomMessage.LessonState(
                    "", OptionalLong.empty(), false, Optional.empty(), new Lesson.Screen(false, false, false, false)),
            new RoomMessage.LessonState(
                    "Draw your pet",
                    OptionalLong.of(60_000),
                    true,
                    Optional.of(new RoomMessage.Shown(7, Optional.of("Ada"), Optional.empty())),
                    new Lesson.Screen(true, true, false, true)),
            new RoomMessage.Locks(
                    Optional.of(List.of(Source.DRAWING)),
                    Optional.of(List.of(UUID.fromString("0f3a6e1c-2f3a-4d0e-9c57-3f0c2c9f8a11"))),
                    object("{\"strength\":{\"min\":0.2,\"max\":0.6},\"seed\":{\"only\":[42]}}")),
            new RoomMessage.Locks(Optional.empty(), Optional.empty(), object("{}")),
            new RoomMessage.Wall(List.of(new RoomMessage.Card(
                    UUID.fromString("7a1c6e1c-2f3a-4d0e-9c57-3f0c2c9f8a11"),
                    7,
                    "Ada",
                    true,
                    "waiting",
                    OptionalInt.of(3),
                    9.5,
                    "a fox",
                    "full",
                    "image",
                    Optional.of(Concern.PICTURE),
                    OptionalLong.of(12),
                    false,
                    true,
                    OptionalLong.of(30)))),
            new RoomMessage.LookedAt(7, object("{\"prompt\":\"a fox\",\"strength\":0.5}")),
            new RoomMessage.Pushed(12, 1),
            new RoomMessage.WorksChanged(),
            new RoomMessage.Reports(2),
            new RoomMessage.Guests(List.of(
                    new Guest(UUID.fromString("7a1c6e1c-2f3a-4d0e-9c57-3f0c2c9f8a11"), "Ada", Guest.Standing.WAITING),
                    new Guest(UUID.fromString("7a1c6e1c-2f3a-4d0e-9c57-3f0c2c9f8a12"), "Ben", Guest.Standing.OUT))),
            new RoomMessage.You(true, false, false, false, true),
            new RoomMessage.Push(object("{\"prompt\":\"a whale\"}")),
            new RoomMessage.Screen(
                    "4b",
                    Optional.of("BCDFGHJK"),
                    List.of(
                            new RoomMessage.Shown(7, Optional.of("Ada"), Optional.of("a fox")),
                            new RoomMessage.Shown(8, Optional.empty(), Optional.empty()))),
            new RoomMessage.Failure("not-the-teacher", "Only the teacher may do this."));

    @Test
    void readsWhatThePageWrites() throws IOException {
        JsonNode examples = golden().get("client");
        assertThat(examples).hasSize(READ.size());
        for (int i = 0; i < READ.size(); i++) {
            assertThat(RoomCommand.parse(examples.get(i).toString())).isEqualTo(READ.get(i));
        }
    }

    @Test
    void writesWhatThePageReads() throws IOException {
        JsonNode examples = golden().get("server");
        assertThat(examples).hasSize(WRITTEN.size());
        for (int i = 0; i < WRITTEN.size(); i++) {
            assertThat(object(Json.write(WRITTEN.get(i)))).isEqualTo(examples.get(i));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"type\":7}",
                "{\"type\":\"push\"}",
                "{\"type\":\"push\",\"values\":[]}",
                "{\"type\":\"push\",\"to\":[\"x\"],\"values\":{}}",
                "{\"type\":\"eyes-here\"}",
                "{\"type\":\"black-out\",\"student\":\"Ada\",\"on\":true}",
                "{\"type\":\"task\"}",
                "{\"type\":\"timer\",\"seconds\":-1}",
                "{\"type\":\"timer\",\"seconds\":99999999}",
                "{\"type\":\"look\",\"student\":\"Ada\"}",
                "{\"type\":\"lock\",\"sources\":[\"window\"]}",
                "{\"type\":\"lock\",\"presets\":[\"x\"]}",
                "{\"type\":\"lock\",\"settings\":[]}",
                "{\"type\":\"priority\",\"student\":7,\"seconds\":601}",
                "{\"type\":\"screen\",\"names\":true}"
            })
    void refusesWhatIsNoMessage(String text) {
        assertThatThrownBy(() -> RoomCommand.parse(text))
                .isInstanceOfSatisfying(
                        RequestException.class, e -> assertThat(e.code()).isEqualTo(ApiError.MESSAGE_INVALID));
    }

    @Test
    void refusesUnknownTypesAndLongTasks() {
        assertThatThrownBy(() -> RoomCommand.parse("{\"type\":\"nonsense\"}"))
                .isInstanceOfSatisfying(
                        RequestException.class, e -> assertThat(e.code()).isEqualTo(ApiError.MESSAGE_UNKNOWN));
        String task = "x".repeat(RoomCommand.Task.MAX_LENGTH + 1);
        assertThatThrownBy(() -> RoomCommand.parse("{\"type\":\"task\",\"text\":\"" + task + "\"}"))
                .hasMessageContaining("at most");
    }

    private static JsonNode golden() throws IOException {
        return Json.mapper().readTree(Files.readString(GOLDEN));
    }

    private static ObjectNode object(String json) {
        return Json.read(json, ObjectNode.class, ApiError.INTERNAL);
    }
}
