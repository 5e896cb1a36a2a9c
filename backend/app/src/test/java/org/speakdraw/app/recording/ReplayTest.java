package org.speakdraw.app.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.recording.RecordingEntry.Kind;
import org.speakdraw.app.stream.ManualScheduler;
import org.speakdraw.app.stream.frames.SilentViewer;

class ReplayTest {

    private final ManualScheduler clock = new ManualScheduler();
    private final Deque<Runnable> handedOver = new ArrayDeque<>();
    private final List<Integer> read = new ArrayList<>();
    private int ended;

    @Test
    void readsNothingOnTheClocksThread() {
        replay(handedOver::add).start(0, 1);
        clock.pass(0, TimeUnit.SECONDS);
        assertThat(read).isEmpty();
        handedOver.remove().run();
        assertThat(read).containsExactly(7);
        assertThat(clock.waiting()).as("its next step").isEqualTo(1);
        assertThat(ended).isZero();
    }

    @Test
    void endsWhenNobodyReadsAnyMore() {
        replay(work -> {
                    throw new RejectedExecutionException();
                })
                .start(0, 1);
        clock.pass(0, TimeUnit.SECONDS);
        assertThat(ended).isEqualTo(1);
        assertThat(clock.waiting()).isZero();
    }

    private Replay replay(Executor readers) {
        Replay replay = new Replay(
                List.of(new Timeline.Frame(7, Kind.OUTPUT, 0, 1)),
                number -> {
                    read.add(number);
                    return Optional.of(new byte[] {1});
                },
                clock,
                readers,
                () -> ended++);
        replay.feed().add(new SilentViewer());
        return replay;
    }
}
