package org.speakdraw.app.classroom;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * How a lesson stands. It lives in memory and is kept nowhere.
 *
 * @param task       what there is to do; empty for none
 * @param timerEnds  when the time is up
 * @param eyesHere   whether everybody stops and looks up
 * @param spotlight  whose picture the projector shows; empty for everybody's
 * @param namesShown whether the projector names whose picture is which
 */
record Lesson(
        String task, Optional<Instant> timerEnds, boolean eyesHere, Optional<UUID> spotlight, boolean namesShown) {

    static final Lesson BEGINNING = new Lesson("", Optional.empty(), false, Optional.empty(), false);

    Lesson withTask(String text) {
        return new Lesson(text, timerEnds, eyesHere, spotlight, namesShown);
    }

    Lesson withTimer(Optional<Instant> ends) {
        return new Lesson(task, ends, eyesHere, spotlight, namesShown);
    }

    Lesson withEyesHere(boolean on) {
        return new Lesson(task, timerEnds, on, spotlight, namesShown);
    }

    Lesson withSpotlight(Optional<UUID> student) {
        return new Lesson(task, timerEnds, eyesHere, student, namesShown);
    }

    Lesson withNames(boolean shown) {
        return new Lesson(task, timerEnds, eyesHere, spotlight, shown);
    }

    /** As everybody is told. */
    RoomMessage.LessonState message(OptionalInt spotlightSeat, Instant now) {
        OptionalLong left = timerEnds
                .map(end ->
                        OptionalLong.of(Math.max(0, Duration.between(now, end).toMillis())))
                .orElse(OptionalLong.empty());
        return new RoomMessage.LessonState(task, left, eyesHere, spotlightSeat, namesShown);
    }
}
