package org.speakdraw.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.speakdraw.checkpoint.layout.UsualSizes;
import org.speakdraw.checkpoint.network.Control;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.diffusion.CfgType;
import org.speakdraw.inference.diffusion.Conditioning;
import org.speakdraw.inference.diffusion.Continuity;
import org.speakdraw.inference.diffusion.ControlStrength;
import org.speakdraw.inference.diffusion.DiffusionBundle;
import org.speakdraw.inference.diffusion.DiffusionStream;
import org.speakdraw.inference.diffusion.InputPicture;
import org.speakdraw.inference.diffusion.StreamInput;
import org.speakdraw.inference.diffusion.StreamParameters;
import org.speakdraw.inference.diffusion.StreamState;
import org.speakdraw.inference.onnx.DeviceOptions;

/** Sessions that heed their pictures in different ways share a call of a UNet with a ControlNet. */
class ControlledRowsTest {

    private static final int SESSIONS = 5;

    @TempDir
    private Path folder;

    /** Fully, not at all, in part, at other steps only, and from noise: as each is alone. */
    @Test
    void everySessionIsAsIfItWereAlone() throws IOException {
        ImportOptions options = ImportOptions.USUAL
                .withSizes(new UsualSizes(4, 4, 4, 8))
                .withControl(Optional.of(
                        new ImportOptions.ControlChoice(Golden.checkpoint("controlnet"), Control.Hint.SCRIBBLE)));
        Path bundle = folder.resolve("bundle");
        CheckpointImport.run(Golden.checkpoint("sd1"), bundle, options, (network, bytes, total) -> {});
        try (DiffusionStream stream =
                DiffusionStream.open(DiffusionBundle.read(bundle), DeviceOptions.cpu(), SESSIONS)) {
            List<Frame> alone = new ArrayList<>();
            List<StreamInput<Integer>> all = new ArrayList<>();
            for (int session = 0; session < SESSIONS; session++) {
                alone.addAll(painted(stream, List.of(input(stream, session, strength(session)))));
                all.add(input(stream, session, strength(session)));
            }
            List<Frame> together = painted(stream, all);
            for (int session = 0; session < SESSIONS; session++) {
                assertThat(farthest(together.get(session), alone.get(session)))
                        .as("session " + session)
                        .isLessThanOrEqualTo(1);
            }
            Frame unheeded = painted(stream, List.of(input(stream, 0, ControlStrength.NONE)))
                    .get(0);
            assertThat(farthest(unheeded, alone.get(0))).as("control shows").isGreaterThan(4);
        }
    }

    private static ControlStrength strength(int session) {
        return List.of(
                        new ControlStrength(1, 0, 1),
                        ControlStrength.NONE,
                        new ControlStrength(0.4f, 0, 1),
                        new ControlStrength(1, 0.9f, 1),
                        new ControlStrength(2, 0, 1))
                .get(session);
    }

    private static StreamInput<Integer> input(DiffusionStream stream, int session, ControlStrength strength) {
        byte[] rgb = new byte[3 * 32 * 24];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (i / (24 + 24 * session) % 2 == 0 ? 0 : 255);
        }
        InputPicture picture = session == SESSIONS - 1 ? null : new InputPicture(new Frame(32, 24, rgb));
        StreamParameters parameters = new StreamParameters(
                32, 24, List.of(20), CfgType.NONE, 1, 1, true, session, false, Continuity.NONE, strength, 1);
        Conditioning words = new Conditioning(stream.embed("red fox"), stream.embed(""));
        return new StreamInput<>(new StreamState<>(), parameters, words, picture, session);
    }

    private static List<Frame> painted(DiffusionStream stream, List<StreamInput<Integer>> inputs) {
        return stream.advance(inputs).outputs().stream()
                .map(output -> output.picture())
                .toList();
    }

    private static int farthest(Frame a, Frame b) {
        int farthest = 0;
        for (int i = 0; i < a.rgb().length; i++) {
            farthest = Math.max(farthest, Math.abs((a.rgb()[i] & 0xFF) - (b.rgb()[i] & 0xFF)));
        }
        return farthest;
    }
}
