package org.speakdraw.app.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.SpeakDrawException;
import org.speakdraw.inference.matting.DownsampleRatio;
import org.speakdraw.inference.matting.Matting;
import org.speakdraw.inference.matting.MattingBundle;
import org.speakdraw.inference.matting.MattingInput;
import org.speakdraw.inference.matting.MattingState;
import org.speakdraw.inference.onnx.DeviceOptions;
import org.speakdraw.inference.onnx.OnnxDevice;

/** With the embedded network. */
class SharedMattingTest {

    private static final int ROWS = 4;
    private static final int SESSIONS = 12;

    private final SharedMatting matting = open();

    @AfterEach
    void close() {
        matting.close();
    }

    @Test
    void givesEverySessionWhatItWouldGetAlone() throws Exception {
        List<Frame> frames = new ArrayList<>();
        List<Matting> alone = new ArrayList<>();
        for (int session = 0; session < SESSIONS; session++) {
            frames.add(noise(session));
            alone.add(matting.matte(input(frames.get(session))));
        }
        ExecutorService threads = Executors.newFixedThreadPool(SESSIONS);
        try {
            List<Future<Matting>> together = new ArrayList<>();
            for (Frame frame : frames) {
                together.add(threads.submit(() -> matting.matte(input(frame))));
            }
            for (int session = 0; session < SESSIONS; session++) {
                assertThat(together.get(session).get().matte().alpha())
                        .as("session " + session)
                        .containsExactly(alone.get(session).matte().alpha(), Offset.offset(1e-5f));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void tellsEverybodyWhenTheNetworkFails() {
        SharedMatting broken = open();
        broken.close();
        assertThatThrownBy(() -> broken.matte(input(noise(1)))).isInstanceOf(SpeakDrawException.class);
        assertThatThrownBy(() -> broken.matte(input(noise(2)))).isInstanceOf(SpeakDrawException.class);
    }

    private static SharedMatting open() {
        Path bundle = Path.of("../../models/handmade");
        return new SharedMatting(MattingBundle.of(bundle).open(OnnxDevice.open(DeviceOptions.cpu()), ROWS), ROWS);
    }

    private static MattingInput input(Frame frame) {
        return new MattingInput(frame, "test", DownsampleRatio.automatic(), false, new MattingState());
    }

    private static Frame noise(int seed) {
        byte[] rgb = new byte[3 * 64 * 64];
        new Random(seed).nextBytes(rgb);
        return new Frame(64, 64, rgb);
    }
}
