package org.speakdraw.app.stream.person;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.settings.MatteView;
import org.speakdraw.app.stream.TestStreams;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.imaging.Matte;

class MattingLineTest {

    private final Deque<Runnable> workers = new ArrayDeque<>();
    private final List<String> happened = new ArrayList<>();
    private boolean listenerBreaks;
    private boolean refusing;
    private final MattingLine line = new MattingLine(this::take, new MattingLine.Listener() {
        @Override
        public void person(boolean present) {
            happened.add(present ? "somebody" : "nobody");
        }

        @Override
        public void matteDone() {
            happened.add("room");
            if (listenerBreaks) {
                throw new AssertionError("a bug of the listener");
            }
        }
    });

    @Test
    void worksOnOneAtATimeAndInOrder() {
        line.add(task("first"));
        line.add(task("second"));
        assertThat(workers).hasSize(1);
        work();
        assertThat(happened).containsExactly("first", "room", "second", "room");
    }

    @Test
    void hasNoRoomWhileTwoAreDue() {
        line.add(task("first"));
        assertThat(line.hasRoom()).isTrue();
        line.add(task("second"));
        assertThat(line.hasRoom()).isFalse();
        workers.remove().run();
        assertThat(line.hasRoom()).isTrue();
    }

    @Test
    void goesOnAfterAFailureWhichTheResultTells() {
        MattingTask broken = task("broken");
        line.add(broken);
        line.add(task("next"));
        assertThat(broken.over()).isNotDone();
        work();
        assertThat(happened).containsExactly("broken", "room", "next", "room");
        assertThat(broken.over()).isCompleted();
        assertThatThrownBy(broken::result).isInstanceOf(InferenceException.class);
    }

    @Test
    void goesOnAfterABugOfItsListener() {
        listenerBreaks = true;
        line.add(task("first"));
        line.add(task("second"));
        work();
        assertThat(happened).containsExactly("first", "room", "second", "room");
        assertThat(line.hasRoom()).isTrue();
    }

    @Test
    void goesOnAfterTasksThatTheExecutorDoesNotTake() {
        refusing = true;
        MattingTask first = task("first");
        line.add(first);
        line.add(task("second"));
        line.add(task("third"));
        assertThat(line.hasRoom()).isTrue();
        assertThat(first.over()).isCompleted();
        assertThatThrownBy(first::result).isInstanceOf(InferenceException.class);
        assertThat(happened).containsExactly("room", "room", "room");
        refusing = false;
        line.add(task("fourth"));
        work();
        assertThat(happened).endsWith("fourth", "room");
    }

    @Test
    void goesOnWhenTheExecutorDoesNotTakeTheNextTask() {
        line.add(task("first"));
        line.add(task("second"));
        refusing = true;
        work();
        assertThat(happened).containsExactly("first", "room", "room");
        refusing = false;
        line.add(task("third"));
        work();
        assertThat(happened).endsWith("third", "room");
        assertThat(line.hasRoom()).isTrue();
    }

    @Test
    void saysWhetherSomebodyIsThere() {
        line.add(new MattingTask(() -> matted(true)));
        line.add(new MattingTask(() -> matted(false)));
        work();
        assertThat(happened).containsExactly("somebody", "room", "nobody", "room");
    }

    private static MattedFrame matted(boolean somebody) {
        Frame view = new Frame(1, 1, new byte[3]);
        return new MattedFrame(
                view,
                new Matte(1, 1, new float[1]),
                Optional.empty(),
                somebody,
                TestStreams.settings("").compositeOptions(),
                MatteView.OFF);
    }

    private MattingTask task(String name) {
        return new MattingTask(() -> {
            happened.add(name);
            throw new IllegalStateException(name);
        });
    }

    private void take(Runnable work) {
        if (refusing) {
            throw new RejectedExecutionException("as at the server's end");
        }
        workers.add(work);
    }

    private void work() {
        while (!workers.isEmpty()) {
            workers.remove().run();
        }
    }
}
