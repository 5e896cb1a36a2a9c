package org.speakdraw.inference.diffusion;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.onnx.DeviceOptions;

/**
 * What smoothing does to a still scene with sensor noise and to a sudden change, with the mean taken of latents, as the
 * stream does, and of pictures in linear light. Flicker is the mean change from picture to picture, in steps of 255.
 * Ghost is how much of the old picture is left in the first one after the change, where it changed; drag is the same
 * while a disc moves slowly. Arguments: bundle folder, side in pixels, steps, sensor noise in steps of 255.
 */
final class SmoothingBenchmark {

    private static final int STILL_FRAMES = 60;
    private static final int MOVING_FRAMES = 20;
    private static final int WARM_UP = 20;

    private final DiffusionStream stream;
    private final DiffusionBundle bundle;
    private final int side;
    private final int steps;
    private final double sensorNoise;
    private final Conditioning text;

    private SmoothingBenchmark(DiffusionStream stream, DiffusionBundle bundle, int side, int steps, double noise) {
        this.stream = stream;
        this.bundle = bundle;
        this.side = side;
        this.steps = steps;
        this.sensorNoise = noise;
        this.text = new Conditioning(stream.embed("a red apple"), stream.embed(""));
    }

    public static void main(String[] arguments) {
        Path folder = Path.of(arguments[0]);
        DiffusionBundle bundle = DiffusionBundle.read(folder);
        try (DiffusionStream stream =
                DiffusionStream.open(bundle, DeviceOptions.parse("cpu", 2, 0, false, folder), 16)) {
            new SmoothingBenchmark(
                            stream,
                            bundle,
                            Integer.parseInt(arguments[1]),
                            Integer.parseInt(arguments[2]),
                            Double.parseDouble(arguments[3]))
                    .print();
        }
    }

    private void print() {
        List<float[]> raw = paint(0);
        System.out.printf("%-28s %8s %8s %8s%n", "", "flicker", "ghost", "drag");
        print("none", raw, raw);
        for (float smoothing : new float[] {0.5f, 0.8f, 0.95f}) {
            print("latents, " + smoothing, paint(smoothing), raw);
            print("linear light, " + smoothing, inLinearLight(raw, smoothing), raw);
        }
    }

    private void print(String name, List<float[]> pictures, List<float[]> raw) {
        double flicker = 0;
        for (int i = WARM_UP; i < STILL_FRAMES; i++) {
            flicker += change(pictures.get(i - 1), pictures.get(i));
        }
        double drag = 0;
        int end = STILL_FRAMES + MOVING_FRAMES;
        for (int i = STILL_FRAMES + 5 + steps; i < end; i++) {
            drag += left(pictures.get(i), raw.get(i), raw.get(i - 1));
        }
        int change = STILL_FRAMES + steps - 1;
        System.out.printf(
                "%-28s %8.3f %7.1f%% %7.1f%%%n",
                name,
                127.5 * flicker / (STILL_FRAMES - WARM_UP),
                100 * left(pictures.get(change), raw.get(change), raw.get(change - 1)),
                100 * drag / (end - STILL_FRAMES - 5 - steps));
    }

    /** The way from the new picture back to the old one, where they differ clearly. */
    private static double left(float[] shown, float[] now, float[] before) {
        double left = 0;
        double whole = 0;
        for (int i = 0; i < shown.length; i++) {
            float way = before[i] - now[i];
            if (Math.abs(way) > 0.15f) {
                left += Math.max(0, (shown[i] - now[i]) / way) * Math.abs(way);
                whole += Math.abs(way);
            }
        }
        return whole == 0 ? 0 : left / whole;
    }

    private static double change(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += Math.abs(a[i] - b[i]);
        }
        return sum / a.length;
    }

    private List<float[]> paint(float smoothing) {
        StreamParameters parameters = new StreamParameters(
                side,
                side,
                TimestepSelection.LINEAR.indices(0.5, steps),
                CfgType.NONE,
                1,
                1,
                true,
                2,
                false,
                new Continuity(0, 0, smoothing));
        StreamState<Integer> state = new StreamState<>();
        List<float[]> pictures = new ArrayList<>();
        for (int i = 0; i < STILL_FRAMES + MOVING_FRAMES; i++) {
            StreamInput<Integer> input = new StreamInput<>(state, parameters, text, scene(i), i);
            pictures.add(Unrounded.advance(stream, List.of(input)).get(0).planes());
        }
        return pictures;
    }

    private List<float[]> inLinearLight(List<float[]> raw, float smoothing) {
        LatentShape shape = bundle.latentShape(side, side);
        List<float[]> pictures = new ArrayList<>();
        @Nullable InputStillness still = null;
        List<InputStillness> stills = new ArrayList<>();
        for (int i = 0; i < raw.size(); i++) {
            still = InputStillness.next(still, scene(i), shape, smoothing);
            stills.add(still);
            float[] cells = stills.get(Math.max(0, i - steps + 1)).cells();
            float[] picture = raw.get(i).clone();
            for (int at = 0; i > 0 && at < picture.length; at++) {
                int x = at % side * shape.width() / side;
                int y = at / side % side * shape.height() / side;
                double keep = smoothing * cells[y * shape.width() + x];
                double light = (1 - keep) * light(picture[at]) + keep * light(pictures.get(i - 1)[at]);
                picture[at] = (float) (2 * Math.pow(light, 1 / 2.2) - 1);
            }
            pictures.add(picture);
        }
        return pictures;
    }

    private static double light(float value) {
        return Math.pow(Math.max(0, Math.min(1, value / 2 + 0.5)), 2.2);
    }

    /** A soft pattern with sensor noise; a disc jumps in after the still frames and moves on slowly. */
    private InputPicture scene(int number) {
        SplittableRandom random = new SplittableRandom(number);
        byte[] rgb = new byte[3 * side * side];
        int moved = number - STILL_FRAMES;
        for (int i = 0; i < rgb.length; i++) {
            int x = i / 3 % side;
            int y = i / 3 / side;
            double value = 120 + 60 * Math.sin(0.1 * x + i % 3) * Math.cos(0.07 * y);
            if (moved >= 0 && Math.hypot(x - side / 3.0 - moved, y - side / 2.0) < side / 5.0) {
                value = i % 3 == 0 ? 230 : 60;
            }
            rgb[i] = (byte) Math.max(0, Math.min(255, Math.round(value + sensorNoise * random.nextGaussian())));
        }
        return new InputPicture(new Frame(side, side, rgb));
    }
}
