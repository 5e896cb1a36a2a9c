package org.speakdraw.app.classroom;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import org.speakdraw.app.safety.Concern;

/** A text message from the server to somebody in the room, as it is on the wire. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
sealed interface RoomMessage {

    /** Whether it makes an earlier message that still waits to be sent worthless. */
    default boolean replaces(RoomMessage earlier) {
        return false;
    }

    /** A message that tells how something stands: only the newest one counts. */
    sealed interface State extends RoomMessage {

        @Override
        default boolean replaces(RoomMessage earlier) {
            return earlier.getClass() == getClass();
        }
    }

    /** The first message of a socket. */
    @JsonTypeName("welcome")
    record Welcome(RoomRole role, UUID classroom, String name) implements RoomMessage {}

    /**
     * How the lesson stands; for everybody.
     *
     * @param timerMs   until the time is up; absent without a timer
     * @param spotlight whose picture everybody is to see; absent for everybody's
     */
    @JsonTypeName("lesson")
    record LessonState(
            String task, OptionalLong timerMs, boolean eyesHere, Optional<Shown> spotlight, Lesson.Screen screen)
            implements State {}

    /**
     * What of the page students may use; for teachers and students.
     *
     * @param sources  absent for all
     * @param presets  those of the gallery; absent for all
     * @param settings by their names {@code {"min", "max"}} or {@code {"only": [...]}}
     */
    @JsonTypeName("locks")
    record Locks(Optional<List<Source>> sources, Optional<List<UUID>> presets, ObjectNode settings) implements State {}

    /** How everybody is; for teachers. */
    @JsonTypeName("wall")
    record Wall(List<Card> students) implements State {}

    /**
     * How a student is.
     *
     * @param id         participant
     * @param seat       number in this room
     * @param present    whether the page is open
     * @param state      {@code away} without a session, {@code waiting} in the queue, {@code painting}, {@code resting}
     * @param place      in the queue, from 1
     * @param fps        pictures in the last second, to a tenth
     * @param concern    what a filter found lately; absent when nothing
     * @param hand       raised so many seconds ago
     * @param watched    whether a teacher looks at the picture in large
     * @param priority   seconds for which the student gets more of the engine than others
     */
    record Card(
            UUID id,
            int seat,
            String name,
            boolean present,
            String state,
            OptionalInt place,
            double fps,
            String prompt,
            String mode,
            String input,
            Optional<Concern> concern,
            OptionalLong hand,
            boolean blackedOut,
            boolean watched,
            OptionalLong priority) {}

    /** Settings of the student that this teacher looks at. */
    @JsonTypeName("looked-at")
    record LookedAt(int seat, ObjectNode settings) implements State {}

    /** What became of a push: how many students have it, and how many have no session that could take it. */
    @JsonTypeName("pushed")
    record Pushed(int students, int absent) implements State {}

    /** Who waits to be let in, and who is to stay out; for teachers. */
    @JsonTypeName("guests")
    record Guests(List<Guest> guests) implements State {}

    /** What was handed in has changed; for teachers. */
    @JsonTypeName("works")
    record WorksChanged() implements State {}

    /** How many reports there are to decide about; for teachers. */
    @JsonTypeName("reports")
    record Reports(int open) implements State {}

    /** What concerns this student alone. */
    @JsonTypeName("you")
    record You(boolean hand, boolean watched, boolean blackedOut, boolean spotlit, boolean canUndo) implements State {}

    /** The teacher has changed this student's settings to these. */
    @JsonTypeName("push")
    record Push(ObjectNode values) implements State {}

    /**
     * What a projector shows beside pictures.
     *
     * @param joinCode absent while the door is closed
     */
    @JsonTypeName("screen")
    record Screen(String title, Optional<String> joinCode, List<Shown> students) implements State {}

    /**
     * A student whose picture may be shown.
     *
     * @param name    absent unless names are wanted
     * @param caption the prompt; absent unless captions are wanted
     */
    record Shown(int seat, Optional<String> name, Optional<String> caption) {}

    /** The last message was refused, or the socket is about to close. */
    @JsonTypeName("error")
    record Failure(String code, String detail) implements RoomMessage {}
}
