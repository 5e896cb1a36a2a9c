package org.speakdraw.app.stream.frames;

import static org.assertj.core.api.Assertions.assertThat;
import static org.speakdraw.app.stream.TestStreams.frame;
import static org.speakdraw.app.stream.TestStreams.settings;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.safety.TestSafety;
import org.speakdraw.app.settings.StreamSettings;
import org.speakdraw.app.stream.TestStreams;
import org.speakdraw.app.stream.frames.Decoded.Reason;
import org.speakdraw.app.stream.person.MattingDevice;
import org.speakdraw.app.stream.person.PersonMatting;
import org.speakdraw.app.stream.person.StreamMatting;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.diffusion.InputPicture;
import org.speakdraw.inference.imaging.DecodeBudget;
import org.speakdraw.inference.onnx.DeviceOptions;

class FrameDecoderTest {

    private static final String SMALL = "\"width\":128,\"height\":128";

    private final InForce inForce = new InForce();
    private final DecodeBudget budget = new DecodeBudget(1 << 20);
    private final FrameDecoder decoder = new FrameDecoder(
            TestStreams.CODEC,
            budget,
            TestStreams.stages(),
            new StreamMatting(new PersonMatting(Optional.empty(), new MattingDevice(DeviceOptions.cpu()))),
            inForce,
            TestSafety.blindWatch().guard());

    /** Settings that a test changes. */
    private static final class InForce implements FrameSettings {
        private StreamSettings now = settings(SMALL);
        private boolean settled = true;

        @Override
        public PreparedSettings prepare() {
            if (now.prompt().equals("cannot be encoded")) {
                throw new InferenceException(InferenceError.MODEL_FAILED, "no encoder");
            }
            return TestStreams.prepared(now);
        }

        @Override
        public boolean settled() {
            return settled;
        }
    }

    @Test
    void makesAFrameReadyForTheSettingsInForce() {
        ReadyFrame ready = ready(frame(7, 128));
        assertThat(ready.context().tag().sequence()).isEqualTo(7);
        assertThat(ready.settings().settings()).isEqualTo(inForce.now);
        InputPicture picture = Objects.requireNonNull(ready.picture());
        assertThat(picture.width()).isEqualTo(128);
        assertThat(picture.height()).isEqualTo(128);
        assertThat(picture.frame().rgb()[0] & 0xFF).isBetween(125, 130);
        assertThat(ready.context().matting()).isEmpty();
        assertThat(ready.credit()).isEqualTo(1);
    }

    @Test
    void refusesWhatIsNoJpeg() {
        InputFrame text =
                new InputFrame(new FrameTag(1, 0, 0), 0, "not a picture".getBytes(StandardCharsets.US_ASCII), 0);
        assertThat(refusal(text)).isEqualTo("frame-undecodable");
    }

    @Test
    void refusesAFrameThatIsCutOff() {
        byte[] jpeg = TestStreams.jpeg(50);
        byte[] half = Arrays.copyOf(jpeg, jpeg.length / 2);
        assertThat(refusal(new InputFrame(new FrameTag(1, 0, 0), 0, half, 0))).startsWith("frame-");
    }

    @Test
    void refusesAFrameWhosePromptCannotBeEncoded() {
        inForce.now = settings(SMALL + ",\"prompt\":\"cannot be encoded\"");
        assertThat(refusal(frame(1, 0))).isEqualTo("model-failed");
    }

    @Test
    void leavesFramesOutWhileThePictureIsFrozen() {
        inForce.now = settings(SMALL + ",\"freeze\":true");
        assertThat(decoder.decode(frame(1, 0))).isEqualTo(new Decoded.Skipped(Reason.FROZEN));
    }

    @Test
    void leavesOutFramesOfTheKindThatIsNotWanted() {
        assertThat(decoder.decode(own())).isEqualTo(new Decoded.Skipped(Reason.UNWANTED));
        inForce.now = settings(SMALL + ",\"input\":\"none\"");
        assertThat(decoder.decode(frame(1, 0))).isEqualTo(new Decoded.Skipped(Reason.UNWANTED));
    }

    @Test
    void needsNoPictureForAFrameOfTheStreamsOwn() {
        inForce.now = settings(SMALL + ",\"input\":\"none\"");
        ReadyFrame ready = ready(own());
        assertThat(ready.picture()).isNull();
        assertThat(ready.credit()).isZero();
    }

    @Test
    void leavesOutWhatHardlyDiffers() {
        inForce.now = settings(SMALL
                + ",\"similarity_filter\":true,\"similarity_threshold\":0.5,\"max_skipped_frames\":3,\"steps\":1");
        int skipped = 0;
        for (int i = 0; i < 40; i++) {
            skipped += decoder.decode(frame(i, 200)) instanceof Decoded.Skipped ? 1 : 0;
        }
        assertThat(skipped).isBetween(20, 32);
    }

    @Test
    void leavesNothingOutUntilThePictureIsAtRest() {
        inForce.now = settings(SMALL + ",\"similarity_filter\":true,\"similarity_threshold\":0.5");
        inForce.settled = false;
        for (int i = 0; i < 20; i++) {
            assertThat(decoder.decode(frame(i, 200))).isInstanceOf(Decoded.Ready.class);
        }
    }

    @Test
    void preparesTheMatteInHumanMode() {
        inForce.now = settings(SMALL + ",\"mode\":\"human\"");
        assertThat(ready(frame(1, 90)).context().matting()).isPresent();
    }

    @Test
    void holdsMemoryOnlyForFramesThatArePutTogetherAgain() {
        ready(frame(1, 90));
        decoder.decode(new InputFrame(new FrameTag(2, 0, 0), 0, new byte[] {1, 2}, 0));
        assertThat(budget.freeBytes()).isEqualTo(budget.maxBytes());
        inForce.now = settings(SMALL + ",\"mode\":\"human\"");
        ReadyFrame kept = ready(frame(3, 90));
        assertThat(budget.maxBytes() - budget.freeBytes()).isEqualTo(3 * 64 * 64);
        kept.context().release();
        kept.context().release();
        assertThat(budget.freeBytes()).isEqualTo(budget.maxBytes());
    }

    /** As 60 sessions with frames of 4096 x 4096 are to 256 MiB: a sixteenth of each. */
    @Test
    void keepsAllStreamsTogetherInsideOneBudget() {
        DecodeBudget shared = new DecodeBudget(16 << 20);
        inForce.now = settings("\"width\":128,\"height\":128,\"mode\":\"human\"");
        byte[] jpeg = TestStreams.CODEC.encode(new Frame(1024, 1024, new byte[3 << 20]), 80);
        List<FrameDecoder> decoders =
                Stream.generate(() -> decoder(shared)).limit(60).toList();
        List<ReadyFrame> held = new ArrayList<>();
        int leftOut = 0;
        for (int i = 0; i < decoders.size(); i++) {
            Decoded decoded = decoders.get(i).decode(new InputFrame(new FrameTag(i, 0, 0), 0, jpeg, 0));
            if (decoded instanceof Decoded.Ready ready) {
                held.add(ready.frame());
            } else {
                assertThat(decoded).isEqualTo(new Decoded.Skipped(Reason.CROWDED));
                leftOut++;
            }
        }
        // Each keeps 3 MiB and needed more to be decoded.
        assertThat(held).hasSizeBetween(3, 5);
        assertThat(leftOut).isEqualTo(60 - held.size());
        assertThat(shared.freeBytes()).isEqualTo((16 << 20) - held.size() * (3L << 20));
        held.get(0).context().release();
        held.get(1).context().release();
        assertThat(decoders.get(59).decode(new InputFrame(new FrameTag(1, 0, 0), 0, jpeg, 0)))
                .isInstanceOf(Decoded.Ready.class);
        decoders.forEach(FrameDecoder::close);
        assertThat(shared.freeBytes()).as("all streams are over").isEqualTo(shared.maxBytes());
        decoders.get(0).decode(new InputFrame(new FrameTag(1, 0, 0), 0, jpeg, 0));
        assertThat(shared.freeBytes()).as("nothing is held after the end").isEqualTo(shared.maxBytes());
    }

    private FrameDecoder decoder(DecodeBudget memory) {
        return new FrameDecoder(
                TestStreams.CODEC,
                memory,
                TestStreams.stages(),
                new StreamMatting(new PersonMatting(Optional.empty(), new MattingDevice(DeviceOptions.cpu()))),
                inForce,
                TestSafety.blindWatch().guard());
    }

    private ReadyFrame ready(InputFrame frame) {
        return ((Decoded.Ready) decoder.decode(frame)).frame();
    }

    private String refusal(InputFrame frame) {
        return ((Decoded.Refused) decoder.decode(frame)).reason().code().id();
    }

    private static InputFrame own() {
        return InputFrame.empty(new FrameTag(1, 0, 0));
    }
}
