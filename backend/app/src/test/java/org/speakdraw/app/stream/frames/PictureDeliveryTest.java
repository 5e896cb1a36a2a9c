package org.speakdraw.app.stream.frames;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.safety.TestSafety;
import org.speakdraw.app.settings.StreamSettings;
import org.speakdraw.app.stream.TestStreams;
import org.speakdraw.app.stream.person.MattingLine;
import org.speakdraw.app.stream.person.MattingTask;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.diffusion.StreamOutput;
import org.speakdraw.inference.diffusion.StreamState;

class PictureDeliveryTest {

    private static final StreamSettings SETTINGS = TestStreams.settings("\"jpeg_quality\":90");

    private final Deque<Runnable> workers = new ArrayDeque<>();
    private final List<String> refused = new ArrayList<>();
    private final Sink client = new Sink();
    private final Sink viewers = new Sink();
    private final PictureDelivery delivery = new PictureDelivery(
            new PictureEncoder(TestStreams.CODEC),
            TestStreams.stages(),
            workers::add,
            List.of(client, viewers),
            reason -> refused.add(reason.code().id()),
            TestSafety.blindWatch().guard());

    /** Somebody who looks, or not. */
    private static final class Sink implements PictureSink {
        private final List<OutputFrame> frames = new ArrayList<>();
        private boolean wants;
        private boolean behind;
        private boolean breaks;

        @Override
        public boolean wantsPictures() {
            return wants;
        }

        @Override
        public boolean behind() {
            return behind;
        }

        @Override
        public void painted(OutputFrame frame) {
            if (breaks) {
                throw new AssertionError("a bug of the sink");
            }
            frames.add(frame);
        }

        List<Long> sequences() {
            return frames.stream().map(frame -> frame.tag().sequence()).toList();
        }
    }

    @Test
    void compressesNothingWhileNobodyLooks() {
        delivery.offer(picture(1, 100, Optional.empty()), SETTINGS);
        assertThat(workers).isEmpty();
        assertThat(delivery.attended()).isFalse();
        // There is room all the same: whoever comes next is to see something at once.
        assertThat(delivery.hasRoom()).isTrue();
    }

    @Test
    void handsThePictureToAllSinksAsAJpeg() {
        client.wants = true;
        delivery.offer(picture(7, 100, Optional.empty()), SETTINGS);
        work();
        assertThat(client.sequences()).containsExactly(7L);
        assertThat(viewers.sequences()).containsExactly(7L);
        byte[] jpeg = client.frames.get(0).jpeg();
        Frame shown = TestStreams.CODEC.decode(jpeg, 0, jpeg.length);
        assertThat(shown.width()).isEqualTo(64);
        assertThat(shown.rgb()[0] & 0xFF).isBetween(98, 102);
    }

    @Test
    void showsTheObserverBothEndsAndTheSettings() {
        client.wants = true;
        List<String> seen = new ArrayList<>();
        delivery.observe((input, output, settings, unsure) ->
                seen.add(input.tag().sequence() + " " + output.tag().sequence() + " " + settings.jpegQuality()));
        delivery.offer(picture(3, 0, Optional.empty()), SETTINGS);
        work();
        delivery.observe(FrameObserver.NONE);
        delivery.offer(picture(4, 0, Optional.empty()), SETTINGS);
        work();
        assertThat(seen).containsExactly("3 3 90");
    }

    @Test
    void replacesAPictureThatWaits() {
        client.wants = true;
        delivery.offer(picture(1, 0, Optional.empty()), SETTINGS);
        delivery.offer(picture(2, 0, Optional.empty()), SETTINGS);
        work();
        assertThat(client.sequences()).containsExactly(2L);
    }

    @Test
    void hasRoomUnlessEverybodyWhoLooksIsBehind() {
        client.wants = true;
        assertThat(delivery.hasRoom()).isTrue();
        client.behind = true;
        assertThat(delivery.hasRoom()).isFalse();
        viewers.wants = true;
        assertThat(delivery.hasRoom()).isTrue();
    }

    @Test
    void waitsForTheMatteAndKeepsTheOrder() {
        client.wants = true;
        MattingTask matte = new MattingTask(() -> {
            throw new IllegalStateException("no person");
        });
        delivery.offer(picture(1, 0, Optional.of(matte)), SETTINGS);
        delivery.offer(picture(2, 0, Optional.empty()), SETTINGS);
        assertThat(workers).isEmpty();
        new MattingLine(Runnable::run, new NoListener()).add(matte);
        work();
        // The first one came to nothing, or was replaced; the second one is there.
        assertThat(client.sequences()).containsExactly(2L);
    }

    @Test
    void tellsThatAMatteCameToNothing() {
        client.wants = true;
        MattingTask matte = new MattingTask(() -> {
            throw new IllegalStateException("no person");
        });
        new MattingLine(Runnable::run, new NoListener()).add(matte);
        delivery.offer(picture(1, 0, Optional.of(matte)), SETTINGS);
        work();
        assertThat(refused).containsExactly("model-failed");
        assertThat(client.frames).isEmpty();
    }

    @Test
    void goesOnAfterABugOfASink() {
        client.wants = true;
        client.breaks = true;
        delivery.offer(picture(1, 0, Optional.empty()), SETTINGS);
        work();
        assertThat(refused).containsExactly("internal");
        client.breaks = false;
        delivery.offer(picture(2, 0, Optional.empty()), SETTINGS);
        work();
        assertThat(client.sequences()).containsExactly(2L);
    }

    private void work() {
        while (!workers.isEmpty()) {
            workers.remove().run();
        }
    }

    private static StreamOutput<FrameContext> picture(long sequence, int grey, Optional<MattingTask> matting) {
        return new StreamOutput<>(
                new StreamState<>(),
                TestStreams.picture(grey),
                new FrameContext(TestStreams.frame(sequence, grey), matting, Optional.empty()));
    }

    private static final class NoListener implements MattingLine.Listener {
        @Override
        public void person(boolean present) {
            // Nobody asks.
        }

        @Override
        public void matteDone() {
            // Nobody waits.
        }
    }
}
