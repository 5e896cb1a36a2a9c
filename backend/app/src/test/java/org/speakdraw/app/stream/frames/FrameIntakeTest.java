package org.speakdraw.app.stream.frames;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.stream.TestStreams;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.SpeakDrawException;
import org.speakdraw.inference.diffusion.InputPicture;

class FrameIntakeTest {

    private static final InputPicture PICTURE = new InputPicture(new Frame(8, 8, new byte[192]));

    private static final RequestException BAD = new RequestException(ApiError.FRAME_UNDECODABLE, "no JPEG");

    private final Deque<Runnable> decoders = new ArrayDeque<>();
    private final List<Integer> credits = new ArrayList<>();
    private final List<Decoded.Reason> skipped = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();
    private Function<InputFrame, Decoded> outcome = frame -> new Decoded.Ready(ready(frame));
    private int replaced;
    private int becameReady;
    private boolean undecodable;
    private boolean broken;
    private boolean busy;

    private final FrameIntake intake = new FrameIntake(
            frame -> {
                if (broken) {
                    throw new IllegalStateException("a bug");
                }
                return undecodable ? new Decoded.Refused(BAD) : outcome.apply(frame);
            },
            this::take,
            new FrameIntake.Listener() {
                @Override
                public void frameReady() {
                    becameReady++;
                }

                @Override
                public void frameReplaced() {
                    replaced++;
                }

                @Override
                public void frameSkipped(InputFrame frame, Decoded.Reason reason) {
                    skipped.add(reason);
                }

                @Override
                public void frameRefused(SpeakDrawException reason) {
                    refused.add(reason.code().id());
                }

                @Override
                public void creditReturned(int frames) {
                    credits.add(frames);
                }
            });

    private void take(Runnable decoder) {
        if (busy) {
            throw new OutOfMemoryError("unable to create native thread");
        }
        decoders.add(decoder);
    }

    @BeforeEach
    void open() {
        intake.open(2);
    }

    @Test
    void refusesFramesWithoutCredit() {
        assertThat(intake.offer(frame(1))).isTrue();
        assertThat(intake.offer(frame(2))).isTrue();
        assertThat(intake.offer(frame(3))).isFalse();
        assertThat(intake.offer(frame(4))).isFalse();
    }

    @Test
    void losesNoCreditWhileNoDecoderCanBeStarted() {
        busy = true;
        assertThat(intake.offer(frame(1))).isTrue();
        assertThat(intake.offer(frame(2))).isTrue();
        assertThat(credits).containsExactly(1, 1);
        busy = false;
        assertThat(intake.offer(frame(3))).isTrue();
        decodeAll();
        assertThat(becameReady).isEqualTo(1);
    }

    @Test
    void dropsTheOlderFrameWhenTheEngineIsSlow() {
        intake.offer(frame(1));
        decodeAll();
        intake.offer(frame(2));
        decodeAll();
        assertThat(replaced).isEqualTo(1);
        assertThat(becameReady).isEqualTo(2);
        assertThat(intake.take().orElseThrow().context().tag().sequence()).isEqualTo(2);
        assertThat(intake.take()).isEmpty();
    }

    @Test
    void returnsTheCreditOfReplacedFramesTogetherWithTheOneThatIsTaken() {
        intake.offer(frame(1));
        decodeAll();
        intake.offer(frame(2));
        decodeAll();
        assertThat(credits).isEmpty();
        intake.take();
        assertThat(credits).isEmpty();
        intake.giveBack(1);
        assertThat(credits).containsExactly(2);
        assertThat(intake.offer(frame(3))).isTrue();
        assertThat(intake.offer(frame(4))).isTrue();
        assertThat(intake.offer(frame(5))).isFalse();
    }

    @Test
    void replacesAFrameBeforeItIsDecoded() {
        intake.offer(frame(1));
        intake.offer(frame(2));
        decodeAll();
        assertThat(becameReady).isEqualTo(1);
        assertThat(intake.take().orElseThrow().context().tag().sequence()).isEqualTo(2);
        intake.giveBack(1);
        assertThat(credits).containsExactly(2);
    }

    @Test
    void aNewClientGetsNoCreditOfTheOneBefore() {
        intake.offer(frame(1));
        decodeAll();
        intake.take();
        intake.open(2);
        intake.giveBack(1);
        assertThat(credits).isEmpty();
    }

    @Test
    void returnsTheCreditOfAFrameThatLeadsToNothing() {
        undecodable = true;
        intake.offer(frame(1));
        decodeAll();
        assertThat(refused).containsExactly("frame-undecodable");
        assertThat(credits).containsExactly(1);
        assertThat(intake.take()).isEmpty();
    }

    @Test
    void saysWhyAFrameIsLeftOutAndReturnsItsCredit() {
        outcome = frame -> new Decoded.Skipped(Decoded.Reason.SIMILAR);
        intake.offer(frame(1));
        decodeAll();
        assertThat(skipped).containsExactly(Decoded.Reason.SIMILAR);
        assertThat(credits).containsExactly(1);
        assertThat(becameReady).isZero();
    }

    @Test
    void survivesAnErrorInTheDecoder() {
        outcome = frame -> {
            throw new OutOfMemoryError("as good as");
        };
        intake.offer(frame(1));
        decodeAll();
        assertThat(refused).containsExactly("internal");
        assertThat(credits).containsExactly(1);
    }

    @Test
    void returnsTheCreditOfAFrameThatBreaksTheDecoder() {
        broken = true;
        intake.offer(frame(1));
        decodeAll();
        assertThat(refused).containsExactly("internal");
        assertThat(credits).containsExactly(1);
        broken = false;
        intake.offer(frame(2));
        decodeAll();
        assertThat(intake.take().orElseThrow().context().tag().sequence()).isEqualTo(2);
    }

    @Test
    void framesOfTheSessionsOwnNeitherNeedNorGiveCredit() {
        intake.open(1);
        assertThat(intake.offer(own(1))).isTrue();
        decodeAll();
        // The client's frame takes its place, and its own credit comes back with it.
        assertThat(intake.offer(frame(7))).isTrue();
        decodeAll();
        assertThat(replaced).isZero();
        intake.take().ifPresent(taken -> intake.giveBack(taken.credit()));
        assertThat(credits).containsExactly(1);
        // The other way round, the replaced client's frame is owed.
        intake.offer(frame(8));
        assertThat(intake.offer(own(2))).isTrue();
        decodeAll();
        assertThat(replaced).isEqualTo(1);
        intake.take().ifPresent(taken -> intake.giveBack(taken.credit()));
        assertThat(credits).containsExactly(1, 1);
        intake.offer(own(3));
        decodeAll();
        assertThat(intake.take()).isPresent();
        undecodable = true;
        intake.offer(own(4));
        decodeAll();
        assertThat(credits).containsExactly(1, 1);
    }

    private static InputFrame own(long sequence) {
        return InputFrame.empty(new FrameTag(sequence, 0, 0));
    }

    private void decodeAll() {
        while (!decoders.isEmpty()) {
            decoders.poll().run();
        }
    }

    private static InputFrame frame(long sequence) {
        return new InputFrame(new FrameTag(sequence, 0, 0), 0, new byte[1], 0);
    }

    private static ReadyFrame ready(InputFrame frame) {
        return new ReadyFrame(
                FrameContext.of(frame),
                frame.isEmpty() ? null : PICTURE,
                TestStreams.prepared(TestStreams.SCHEMA.defaults()),
                0);
    }
}
