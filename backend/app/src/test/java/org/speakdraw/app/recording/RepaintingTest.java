package org.speakdraw.app.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.recording.RecordingEntry.Kind;
import org.speakdraw.app.stream.frames.FrameTag;
import org.speakdraw.app.stream.frames.OutputFrame;
import org.speakdraw.app.stream.session.DisconnectReason;
import org.speakdraw.app.stream.session.TestSessions;

class RepaintingTest {

    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final FullSink sink = new FullSink();
    private final Repainting repainting = new Repainting(
            UUID.randomUUID(),
            TestSessions.open(),
            List.of(new Timeline.Frame(1, Kind.INPUT, 0, 1), new Timeline.Frame(2, Kind.INPUT, 500, 1)),
            number -> Optional.empty(),
            sink,
            executor);

    /** Has no room for a picture until there will be no more. */
    private static final class FullSink implements Repainting.Sink {
        private final CountDownLatch waiting = new CountDownLatch(1);
        private final CountDownLatch ending = new CountDownLatch(1);
        private final CountDownLatch ended = new CountDownLatch(1);

        @Override
        public void reach(Timeline.Frame input) {}

        @Override
        public void keep(Timeline.Frame input, byte[] jpeg) {
            waiting.countDown();
            try {
                ending.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void ending() {
            ending.countDown();
        }

        @Override
        public void ended() {
            ended.countDown();
        }
    }

    @AfterEach
    void stop() {
        executor.shutdownNow();
    }

    @Test
    void endsWhileAPictureWaitsForRoom() throws InterruptedException {
        repainting.painted(picture(0));
        repainting.painted(picture(1));
        sink.waiting.await();
        repainting.close(DisconnectReason.DELETED);
        sink.ended.await();
        executor.shutdown();
        assertThat(executor.awaitTermination(30, java.util.concurrent.TimeUnit.SECONDS))
                .isTrue();
        assertThat(repainting.state()).isEqualTo(Repainting.State.CANCELLED);
    }

    private static OutputFrame picture(long sequence) {
        return new OutputFrame(new FrameTag(sequence, 0, 0), new byte[] {1});
    }
}
