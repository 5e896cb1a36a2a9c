package org.speakdraw.app.classroom;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.Database;
import org.speakdraw.app.platform.Json;
import org.speakdraw.app.platform.RequestException;

/** A text message from somebody in the room to the server. Students go by the numbers of their seats. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type", visible = true, defaultImpl = RoomCommand.Unknown.class)
@JsonSubTypes({
    @JsonSubTypes.Type(RoomCommand.Push.class),
    @JsonSubTypes.Type(RoomCommand.EyesHere.class),
    @JsonSubTypes.Type(RoomCommand.BlackOut.class),
    @JsonSubTypes.Type(RoomCommand.Spotlight.class),
    @JsonSubTypes.Type(RoomCommand.Look.class),
    @JsonSubTypes.Type(RoomCommand.Task.class),
    @JsonSubTypes.Type(RoomCommand.Timer.class),
    @JsonSubTypes.Type(RoomCommand.Screen.class),
    @JsonSubTypes.Type(RoomCommand.Lock.class),
    @JsonSubTypes.Type(RoomCommand.Priority.class),
    @JsonSubTypes.Type(RoomCommand.LowerHand.class),
    @JsonSubTypes.Type(RoomCommand.Hand.class),
    @JsonSubTypes.Type(RoomCommand.Undo.class)
})
sealed interface RoomCommand {

    /**
     * Reads a message.
     *
     * @throws RequestException {@code message-invalid} or {@code message-unknown}
     */
    static RoomCommand parse(String text) {
        ObjectNode message = Json.read(text, ObjectNode.class, ApiError.MESSAGE_INVALID);
        if (!message.path("type").isTextual()) {
            throw new RequestException(ApiError.MESSAGE_INVALID, "\"type\" must be a text.");
        }
        return Json.convert(message, RoomCommand.class, ApiError.MESSAGE_INVALID);
    }

    /** What only the teacher may say. */
    sealed interface OfTeacher extends RoomCommand {}

    /** What only a student may say. */
    sealed interface OfStudent extends RoomCommand {}

    /**
     * Change settings of students' sessions, the prompt perhaps among them.
     *
     * @param to whose; empty: everybody's
     */
    @JsonTypeName("push")
    record Push(
            Optional<List<Integer>> to,
            @JsonProperty(required = true) ObjectNode values) implements OfTeacher {}

    /** Everybody stops and looks up, or goes on. */
    @JsonTypeName("eyes-here")
    record EyesHere(@JsonProperty(required = true) boolean on) implements OfTeacher {}

    /** Takes one student's picture away, or gives it back. */
    @JsonTypeName("black-out")
    record BlackOut(
            @JsonProperty(required = true) int student,
            @JsonProperty(required = true) boolean on) implements OfTeacher {}

    /** Shows one student's picture on the projector, or everybody's. */
    @JsonTypeName("spotlight")
    record Spotlight(Optional<Integer> student) implements OfTeacher {}

    /** Shows this teacher one student's picture large, or none. */
    @JsonTypeName("look")
    record Look(Optional<Integer> student) implements OfTeacher {}

    /** The line that says what there is to do; empty for none. */
    @JsonTypeName("task")
    record Task(@JsonProperty(required = true) String text) implements OfTeacher {

        static final int MAX_LENGTH = 200;

        public Task {
            text = text.strip();
            if (text.length() > MAX_LENGTH) {
                throw new RequestException(
                        ApiError.MESSAGE_INVALID, "\"text\" has at most " + MAX_LENGTH + " characters.");
            }
            if (!Database.canKeep(text)) {
                throw new RequestException(ApiError.MESSAGE_INVALID, "\"text\" has the character NUL.");
            }
        }
    }

    /** Time that runs down for all to see; 0 for none. */
    @JsonTypeName("timer")
    record Timer(@JsonProperty(required = true) int seconds) implements OfTeacher {

        static final Duration LONGEST = Duration.ofHours(3);

        public Timer {
            requireSeconds(seconds, LONGEST);
        }
    }

    private static void requireSeconds(int seconds, Duration longest) {
        if (seconds < 0 || seconds > longest.toSeconds()) {
            throw new RequestException(
                    ApiError.MESSAGE_INVALID, "\"seconds\" must be 0 to " + longest.toSeconds() + ".");
        }
    }

    /** How projectors show what they show. */
    @JsonTypeName("screen")
    record Screen(
            @JsonProperty(required = true) boolean names,
            @JsonProperty(required = true) boolean captions,
            @JsonProperty(required = true) boolean filled,
            @JsonProperty(required = true) boolean input)
            implements OfTeacher {

        Lesson.Screen options() {
            return new Lesson.Screen(names, captions, filled, input);
        }
    }

    /** What of the page students may use; what is not named is free. */
    @JsonTypeName("lock")
    record Lock(Optional<List<Source>> sources, Optional<List<UUID>> presets, Optional<ObjectNode> settings)
            implements OfTeacher {

        /** @throws RequestException {@code message-invalid} */
        LessonLocks locks() {
            return new LessonLocks(sources, presets, settings.orElse(LessonLocks.NONE.settings()));
        }
    }

    /** Gives one student more of the engine for a while; 0 ends it. */
    @JsonTypeName("priority")
    record Priority(
            @JsonProperty(required = true) int student,
            @JsonProperty(required = true) int seconds) implements OfTeacher {

        static final Duration LONGEST = Duration.ofMinutes(10);

        public Priority {
            requireSeconds(seconds, LONGEST);
        }
    }

    /** A raised hand was seen. */
    @JsonTypeName("lower-hand")
    record LowerHand(@JsonProperty(required = true) int student) implements OfTeacher {}

    /** Raises the student's hand, or takes it down. */
    @JsonTypeName("hand")
    record Hand(@JsonProperty(required = true) boolean raised) implements OfStudent {}

    /** Takes back what was pushed last. */
    @JsonTypeName("undo")
    record Undo() implements OfStudent {}

    /** What has another type: there is no such message, so making one refuses it. */
    record Unknown() implements RoomCommand {

        public Unknown {
            throw new RequestException(ApiError.MESSAGE_UNKNOWN, "There is no such type of message in a classroom.");
        }
    }
}
