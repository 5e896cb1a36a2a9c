package org.speakdraw.app.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.recording.RecordingEntry.Kind;
import org.speakdraw.app.safety.TestSafety;
import org.speakdraw.app.stream.frames.FrameTag;
import org.speakdraw.app.stream.frames.OutputFrame;
import org.speakdraw.app.stream.session.DisconnectReason;
import org.speakdraw.app.stream.session.LiveSession;
import org.speakdraw.app.stream.session.TestSessions;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.imaging.JpegCodec;
import org.speakdraw.inference.imaging.JpegLimits;

class RepaintingTest {

    private static final List<Timeline.Frame> INPUTS =
            List.of(new Timeline.Frame(1, Kind.INPUT, 0, 1), new Timeline.Frame(2, Kind.INPUT, 500, 1));
    private static final JpegCodec CODEC = new JpegCodec(new JpegLimits(1 << 20, 1 << 20));

    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final FullSink sink = new FullSink();
    private final Repainting repainting = new Repainting(
            UUID.randomUUID(), TestSessions.open(), INPUTS, number -> Optional.empty(), sink, CODEC, executor);

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
        assertThat(executor.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        assertThat(repainting.state()).isEqualTo(Repainting.State.CANCELLED);
    }

    @Test
    void givesNothingUpWhenItIsDone() {
        List<String> told = new ArrayList<>();
        Repainting willing = repainting(TestSessions.open(), told);
        willing.painted(picture(0));
        willing.painted(picture(1));
        assertThat(told).containsExactly("keep 1", "keep 2", "ended");
        assertThat(willing.state()).isEqualTo(Repainting.State.DONE);
        willing.end(Repainting.State.CANCELLED);
        assertThat(told).containsExactly("keep 1", "keep 2", "ended", "ending");
        assertThat(willing.state()).isEqualTo(Repainting.State.DONE);
    }

    @Test
    void takesWhatFlushesTheLastFrameOutForIt() {
        List<String> told = new ArrayList<>();
        Repainting late = repainting(TestSessions.open(), told);
        late.painted(picture(0));
        late.painted(picture(3));
        assertThat(told).containsExactly("keep 1", "keep 2", "ended");
        assertThat(late.state()).isEqualTo(Repainting.State.DONE);
    }

    @Test
    void keepsNoPictureThatTheFilterRefuses() {
        List<String> told = new ArrayList<>();
        LiveSession watched =
                TestSessions.open(TestSafety.watch(frame -> frame.rgb()[0] < 0 ? 1 : 0, System::nanoTime));
        Repainting filtered = repainting(watched, told);
        filtered.painted(picture(0, 255));
        filtered.painted(picture(1, 0));
        assertThat(told).as("only the dark one").containsExactly("keep 2", "ended");
    }

    /** Works on the test's thread, and tells what its sink is told. */
    private static Repainting repainting(LiveSession session, List<String> told) {
        Repainting.Sink willing = new Repainting.Sink() {
            @Override
            public void reach(Timeline.Frame input) {}

            @Override
            public void keep(Timeline.Frame input, byte[] jpeg) {
                told.add("keep " + input.number());
            }

            @Override
            public void ending() {
                told.add("ending");
            }

            @Override
            public void ended() {
                told.add("ended");
            }
        };
        return new Repainting(
                UUID.randomUUID(), session, INPUTS, number -> Optional.empty(), willing, CODEC, Runnable::run);
    }

    private static OutputFrame picture(long sequence, int level) {
        byte[] rgb = new byte[64 * 64 * 3];
        Arrays.fill(rgb, (byte) level);
        return new OutputFrame(new FrameTag(sequence, 0, 0), CODEC.encode(new Frame(64, 64, rgb), 90));
    }

    private static OutputFrame picture(long sequence) {
        return new OutputFrame(new FrameTag(sequence, 0, 0), new byte[] {1});
    }
}
