package org.speakdraw.app.stream.frames;

import static org.assertj.core.api.Assertions.assertThat;
import static org.speakdraw.app.stream.TestStreams.frame;
import static org.speakdraw.app.stream.TestStreams.settings;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.settings.StreamSettings;
import org.speakdraw.app.stream.TestStreams;
import org.speakdraw.app.stream.frames.Decoded.Reason;
import org.speakdraw.app.stream.person.MattingDevice;
import org.speakdraw.app.stream.person.PersonMatting;
import org.speakdraw.app.stream.person.StreamMatting;
import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.diffusion.PicturePool;
import org.speakdraw.inference.diffusion.PictureTensor;
import org.speakdraw.inference.onnx.DeviceOptions;

class FrameDecoderTest {

    private static final String SMALL = "\"width\":128,\"height\":128";

    private final InForce inForce = new InForce();
    private final FrameDecoder decoder = new FrameDecoder(
            TestStreams.CODEC,
            new PicturePool(),
            TestStreams.stages(),
            new StreamMatting(new PersonMatting(Optional.empty(), new MattingDevice(DeviceOptions.cpu()))),
            inForce);

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
        PictureTensor picture = Objects.requireNonNull(ready.picture());
        assertThat(picture.width()).isEqualTo(128);
        assertThat(picture.height()).isEqualTo(128);
        assertThat(picture.planes()[0]).isBetween(-0.02f, 0.02f);
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
        ready.done();
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
