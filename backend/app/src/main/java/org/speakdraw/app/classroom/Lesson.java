package org.speakdraw.app.classroom;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What stands for everybody in a lesson.
 *
 * @param task      what there is to do; empty for none
 * @param timerEnds when the time is up
 * @param eyesHere  whether everybody stops and looks up
 * @param screen    how projectors show what they show
 */
record Lesson(String task, Optional<Instant> timerEnds, boolean eyesHere, Screen screen) {

    static final Lesson BEGINNING = new Lesson("", Optional.empty(), false, new Screen(false, false, false, false));

    /**
     * How projectors show what they show.
     *
     * @param names    whose picture is which, also to students
     * @param captions the prompt below a picture
     * @param filled   whether pictures fill their places, which cuts off their edges, or are shown as a whole
     * @param input    what a spotlit picture was made from, as an inset; its student is told
     */
    record Screen(boolean names, boolean captions, boolean filled, boolean input) {}

    Lesson withTask(String text) {
        return new Lesson(text, timerEnds, eyesHere, screen);
    }

    Lesson withTimer(Optional<Instant> ends) {
        return new Lesson(task, ends, eyesHere, screen);
    }

    Lesson withEyesHere(boolean on) {
        return new Lesson(task, timerEnds, on, screen);
    }

    Lesson withScreen(Screen newer) {
        return new Lesson(task, timerEnds, eyesHere, newer);
    }

    /** As everybody is told. */
    RoomMessage.LessonState message(Optional<RoomMessage.Shown> spotlight, Instant now) {
        OptionalLong left = timerEnds
                .map(end ->
                        OptionalLong.of(Math.max(0, Duration.between(now, end).toMillis())))
                .orElse(OptionalLong.empty());
        return new RoomMessage.LessonState(task, left, eyesHere, spotlight, screen);
    }
}
