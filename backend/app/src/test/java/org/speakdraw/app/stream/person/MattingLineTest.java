package org.speakdraw.app.stream.person;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.speakdraw.inference.InferenceException;

class MattingLineTest {

    private final Deque<Runnable> workers = new ArrayDeque<>();
    private final List<String> happened = new ArrayList<>();
    private final MattingLine line = new MattingLine(workers::add, () -> happened.add("room"));

    @Test
    void worksOnOneAtATimeAndInOrder() {
        line.add(cutting("first"));
        line.add(cutting("second"));
        assertThat(workers).hasSize(1);
        work();
        assertThat(happened).containsExactly("first", "room", "second", "room");
    }

    @Test
    void hasNoRoomWhileTwoAreDue() {
        line.add(cutting("first"));
        assertThat(line.hasRoom()).isTrue();
        line.add(cutting("second"));
        assertThat(line.hasRoom()).isFalse();
        workers.remove().run();
        assertThat(line.hasRoom()).isTrue();
    }

    @Test
    void goesOnAfterAFailureWhichTheResultTells() {
        MattingTask broken = cutting("broken");
        line.add(broken);
        line.add(cutting("next"));
        assertThat(broken.over()).isNotDone();
        work();
        assertThat(happened).containsExactly("broken", "room", "next", "room");
        assertThat(broken.over()).isCompleted();
        assertThatThrownBy(broken::result).isInstanceOf(InferenceException.class);
    }

    private MattingTask cutting(String name) {
        return new MattingTask(() -> {
            happened.add(name);
            throw new IllegalStateException(name);
        });
    }

    private void work() {
        while (!workers.isEmpty()) {
            workers.remove().run();
        }
    }
}
