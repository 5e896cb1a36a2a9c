package org.speakdraw.inference.diffusion;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.imaging.Fit;
import org.speakdraw.inference.imaging.FrameFitter;
import org.speakdraw.inference.imaging.JpegCodec;
import org.speakdraw.inference.imaging.JpegLimits;
import org.speakdraw.inference.onnx.DeviceOptions;

/**
 * Where a frame's time goes: JPEG and pixels, and the tick with its networks. Prints medians in milliseconds.
 * Arguments: bundle folder, side in pixels, sessions, steps, ticks, CPU threads.
 */
final class TickBenchmark {

    private TickBenchmark() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        int side = Integer.parseInt(arguments[1]);
        int sessions = Integer.parseInt(arguments[2]);
        int steps = Integer.parseInt(arguments[3]);
        int ticks = Integer.parseInt(arguments[4]);
        int threads = Integer.parseInt(arguments[5]);
        JpegCodec codec = new JpegCodec(new JpegLimits(4_000_000, 16_000_000));
        byte[] rgb = new byte[3 * side * side];
        new SplittableRandom(1).nextBytes(rgb);
        byte[] jpeg = codec.encode(FrameFitter.fit(new Frame(side, side, rgb), 640, 480, Fit.CROP), 85);
        StreamParameters parameters = new StreamParameters(
                side, side, TimestepSelection.LINEAR.indices(0.5, steps), CfgType.NONE, 1, 1, true, 1, false);
        double[][] samples = new double[6][ticks];
        DiffusionBundle bundle = DiffusionBundle.read(folder);
        DeviceOptions cpu = DeviceOptions.parse("cpu", threads, 0, false, folder);
        try (DiffusionStream stream = DiffusionStream.open(bundle, cpu, 64)) {
            Conditioning text = new Conditioning(stream.embed("a red apple"), stream.embed(""));
            List<StreamState<Integer>> states = new ArrayList<>();
            for (int i = 0; i < sessions; i++) {
                states.add(new StreamState<>());
            }
            for (int tick = 0; tick < ticks; tick++) {
                long start = System.nanoTime();
                List<StreamInput<Integer>> inputs = new ArrayList<>();
                for (StreamState<Integer> state : states) {
                    Frame frame = FrameFitter.fit(codec.decode(jpeg, 0, jpeg.length), side, side, Fit.CROP);
                    inputs.add(new StreamInput<>(state, parameters, text, new InputPicture(frame), tick));
                }
                long decoded = System.nanoTime();
                TickResult<Integer> result = stream.advance(inputs);
                long painted = System.nanoTime();
                result.outputs().forEach(output -> codec.encode(output.picture(), 85));
                long encoded = System.nanoTime();
                TickTimings timings = result.timings();
                double[] nanos = {
                    decoded - start,
                    timings.encodeNanos(),
                    timings.denoiseNanos(),
                    timings.decodeNanos(),
                    painted - decoded - timings.encodeNanos() - timings.denoiseNanos() - timings.decodeNanos(),
                    encoded - painted
                };
                for (int i = 0; i < nanos.length; i++) {
                    samples[i][tick] = nanos[i] / 1e6;
                }
            }
        }
        String[] names = {
            "JPEG in, fit, tensor",
            "VAE encoder",
            "UNet and scheduler",
            "VAE decoder",
            "rest of the tick",
            "frame, JPEG out"
        };
        for (int i = 0; i < names.length; i++) {
            Arrays.sort(samples[i]);
            System.out.printf("%-22s %8.2f ms%n", names[i], samples[i][ticks / 2]);
        }
    }
}
