package org.speakdraw.inference.benchmark;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.SpeakDrawException;
import org.speakdraw.inference.diffusion.BatchTuning;
import org.speakdraw.inference.diffusion.CfgType;
import org.speakdraw.inference.diffusion.Conditioning;
import org.speakdraw.inference.diffusion.DiffusionBundle;
import org.speakdraw.inference.diffusion.DiffusionStream;
import org.speakdraw.inference.diffusion.InputPicture;
import org.speakdraw.inference.diffusion.Lane;
import org.speakdraw.inference.diffusion.RecommendedSettings;
import org.speakdraw.inference.diffusion.StreamInput;
import org.speakdraw.inference.diffusion.StreamParameters;
import org.speakdraw.inference.diffusion.StreamState;
import org.speakdraw.inference.diffusion.Tick;
import org.speakdraw.inference.diffusion.TickTimings;
import org.speakdraw.inference.onnx.DeviceOptions;

/**
 * How fast a bundle is on the devices of this machine, at the size and with the steps that it recommends: a table with a
 * row for each number of sessions. Medians; the first ticks do not count. JPEG and network are beside the engine and not
 * in it.
 */
public final class EngineBenchmark {

    private static final int WARM_UP = 5;
    private static final int LEAST_TICKS = 10;

    private final PrintStream out;
    private final double seconds;

    private EngineBenchmark(PrintStream out, double seconds) {
        this.out = out;
        this.seconds = seconds;
    }

    /**
     * Measures and prints.
     *
     * @param arguments folder of the bundle; devices and numbers of sessions, each separated by commas; seconds a row;
     *     rows of a call at most; folder for what TensorRT builds; whether calls are replayed
     */
    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        try {
            DiffusionBundle bundle = DiffusionBundle.read(Path.of(arguments[0]));
            int[] sessions = Arrays.stream(arguments[2].split(",", -1))
                    .mapToInt(Integer::parseInt)
                    .toArray();
            EngineBenchmark benchmark = new EngineBenchmark(out, Double.parseDouble(arguments[3]));
            for (String device : arguments[1].split(",", -1)) {
                DeviceOptions options = DeviceOptions.parse(device, 0, 0, true, Path.of(arguments[5]))
                        .withReplay(Boolean.parseBoolean(arguments[6]));
                benchmark.measure(bundle, options, Integer.parseInt(arguments[4]), sessions);
            }
        } catch (SpeakDrawException | IllegalArgumentException e) {
            out.println("speakdraw: " + e.getMessage());
            System.exit(1);
        }
    }

    private void measure(DiffusionBundle bundle, DeviceOptions device, int maxRows, int[] sessions) {
        RecommendedSettings settings = bundle.recommended();
        StreamParameters parameters = parameters(settings, settings.width(), settings.height());
        long start = System.nanoTime();
        try (DiffusionStream stream = DiffusionStream.open(bundle, device, maxRows)) {
            double loading = (System.nanoTime() - start) / 1e9;
            stream.fallback().ifPresent(out::println);
            BatchTuning tuning = stream.tune();
            print(
                    "%s on %s: %s, %d rows at once; %d x %d, steps: %d; loaded in %.1f s",
                    bundle.id(),
                    stream.device(),
                    stream.description(),
                    tuning.rows(),
                    settings.width(),
                    settings.height(),
                    settings.steps(),
                    loading);
            print(
                    "%8s %10s %8s %10s %11s %8s %11s %8s",
                    "sessions", "encode ms", "UNet ms", "decode ms", "latency ms", "tick ms", "pictures/s", "each");
            InputPicture picture = noise(parameters, 1);
            for (int count : sessions) {
                List<InputPicture> pictures = Collections.nCopies(count, picture);
                row(count, ticks(stream, inputs(stream, parameters, settings.prompt(), pictures)));
            }
        }
    }

    private void row(int sessions, Measured measured) {
        double[] parts = median(measured.parts());
        double pictures = 1000 * sessions / measured.tickMillis();
        print(
                "%8d %10.2f %8.2f %10.2f %11.2f %8.2f %11.1f %8.1f",
                sessions, parts[0], parts[1], parts[2], parts[3], measured.tickMillis(), pictures, pictures / sessions);
    }

    /** As recommended, but for the size. */
    static StreamParameters parameters(RecommendedSettings settings, int width, int height) {
        return new StreamParameters(width, height, settings.tIndexList(), CfgType.NONE, 1, 1, true, 1, false);
    }

    static InputPicture noise(StreamParameters parameters, int seed) {
        byte[] rgb = new byte[3 * parameters.width() * parameters.height()];
        new SplittableRandom(seed).nextBytes(rgb);
        return new InputPicture(new Frame(parameters.width(), parameters.height(), rgb));
    }

    /** Of streams that begin, one for each picture. */
    static List<StreamInput<Integer>> inputs(
            DiffusionStream stream, StreamParameters parameters, String prompt, List<InputPicture> pictures) {
        Conditioning text = new Conditioning(stream.embed(prompt), stream.embed(""));
        List<StreamInput<Integer>> inputs = new ArrayList<>();
        for (int i = 0; i < pictures.size(); i++) {
            inputs.add(new StreamInput<>(new StreamState<>(), parameters, text, pictures.get(i), i));
        }
        return inputs;
    }

    /**
     * Ticks as an engine does them, some at once where the device is faster so.
     *
     * @param parts      encoder, UNet, decoder and the whole of each tick, in milliseconds
     * @param tickMillis from the end of one tick to that of the next, mean
     */
    private record Measured(List<double[]> parts, double tickMillis) {}

    private Measured ticks(DiffusionStream stream, List<StreamInput<Integer>> inputs) {
        List<double[]> parts = Collections.synchronizedList(new ArrayList<>());
        long first = 0;
        long end = Long.MAX_VALUE;
        try (Lane denoising = lane(stream, "denoising");
                Lane decoding = lane(stream, "decoding")) {
            for (int tick = -WARM_UP; tick < LEAST_TICKS || System.nanoTime() - end < 0; tick++) {
                if (tick == 0) {
                    denoising.await();
                    decoding.await();
                    parts.clear();
                    first = System.nanoTime();
                    end = first + (long) (seconds * 1e9);
                }
                long start = System.nanoTime();
                Tick<Integer> encoded = stream.encode(inputs);
                denoising.hand(() -> {
                    encoded.denoise();
                    decoding.hand(() -> parts.add(millis(encoded.decode().timings(), System.nanoTime() - start)));
                });
            }
            denoising.await();
            decoding.await();
            return new Measured(parts, (System.nanoTime() - first) / 1e6 / parts.size());
        }
    }

    private static Lane lane(DiffusionStream stream, String name) {
        return stream.overlaps() ? Lane.beside(Thread::new, name) : Lane.direct();
    }

    private static double[] millis(TickTimings timings, long nanos) {
        return new double[] {
            timings.encodeNanos() / 1e6, timings.denoiseNanos() / 1e6, timings.decodeNanos() / 1e6, nanos / 1e6
        };
    }

    private static double[] median(List<double[]> samples) {
        double[] medians = new double[samples.get(0).length];
        Arrays.setAll(medians, column -> {
            double[] values = samples.stream()
                    .mapToDouble(sample -> sample[column])
                    .sorted()
                    .toArray();
            return values[values.length / 2];
        });
        return medians;
    }

    private void print(String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
    }
}
