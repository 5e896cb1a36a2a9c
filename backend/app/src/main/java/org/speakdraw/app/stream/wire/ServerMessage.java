package org.speakdraw.app.stream.wire;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.UUID;
import org.speakdraw.app.platform.Problem;
import org.speakdraw.app.speech.LiveSpeech.Understood;
import org.speakdraw.app.stream.events.Notice;
import org.speakdraw.app.stream.events.RecordingState;
import org.speakdraw.app.stream.frames.SessionStats;
import org.speakdraw.app.stream.painting.QueuePlace;

/** A text message from server to client. */
sealed interface ServerMessage {

    /** The message as JSON. */
    JsonObject toJson();

    /** The first message of a socket. */
    record Welcome(UUID session, JsonObject settings, int outputWindow) implements ServerMessage {
        @Override
        public JsonObject toJson() {
            return typed("welcome")
                    .add("session", session.toString())
                    .add("settings", settings)
                    .add("outputWindow", outputWindow)
                    .build();
        }
    }

    /** So many more frames may be sent. */
    record Credit(int frames) implements ServerMessage {
        @Override
        public JsonObject toJson() {
            return typed("credit").add("frames", frames).build();
        }
    }

    /** The session waits to be admitted. */
    record Queue(QueuePlace place) implements ServerMessage {
        @Override
        public JsonObject toJson() {
            return typed("queue")
                    .add("position", place.position())
                    .add("length", place.length())
                    .build();
        }
    }

    /** It waits no longer. */
    record Admitted() implements ServerMessage {
        @Override
        public JsonObject toJson() {
            return typed("admitted").build();
        }
    }

    /** All settings in force. */
    record Settings(JsonObject values) implements ServerMessage {
        @Override
        public JsonObject toJson() {
            return typed("settings").add("values", values).build();
        }
    }

    /** The last second. */
    record Stats(SessionStats stats) implements ServerMessage {
        @Override
        public JsonObject toJson() {
            JsonObjectBuilder json = typed("stats");
            stats.toJson().forEach(json::add);
            return json.build();
        }
    }

    /** Something the user should know. */
    record Information(Notice notice) implements ServerMessage {
        @Override
        public JsonObject toJson() {
            return typed("notice")
                    .add("code", notice.code())
                    .add("detail", notice.detail())
                    .build();
        }
    }

    /** The last message or frame was refused. */
    record Failure(Problem problem) implements ServerMessage {
        @Override
        public JsonObject toJson() {
            JsonObjectBuilder json =
                    typed("error").add("code", problem.code().id()).add("detail", problem.detail());
            if (!problem.errors().isEmpty()) {
                json.add("errors", problem.errorsToJson());
            }
            return json.build();
        }
    }

    /** The answer to a {@code ping}. */
    record Pong(long id) implements ServerMessage {
        @Override
        public JsonObject toJson() {
            return typed("pong").add("id", id).build();
        }
    }

    /** What was understood of an utterance, so far or in the end. */
    record Speech(Understood understood) implements ServerMessage {
        @Override
        public JsonObject toJson() {
            return typed("speech")
                    .add("utterance", understood.utterance())
                    .add("text", understood.text())
                    .add("final", understood.complete())
                    .add("language", understood.language())
                    .add("tookMs", understood.tookMillis())
                    .build();
        }
    }

    /** Whether this session is being recorded. */
    record Recording(RecordingState state) implements ServerMessage {
        @Override
        public JsonObject toJson() {
            return typed("recording")
                    .add("on", state.on())
                    .add("rate", state.rate())
                    .add("input", state.input())
                    .add("lost", state.lost())
                    .add("problem", state.problem())
                    .build();
        }
    }

    /** In {@code human} mode: whether somebody is in the picture. */
    record Person(boolean present) implements ServerMessage {
        @Override
        public JsonObject toJson() {
            return typed("person").add("present", present).build();
        }
    }

    private static JsonObjectBuilder typed(String type) {
        return Json.createObjectBuilder().add("type", type);
    }
}
