package org.speakdraw.inference.diffusion;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.onnx.DeviceOptions;

/**
 * What sharing one engine brings: UNet rows a second of N sessions in common ticks against the same sessions one
 * after another, in turns within one run (medians), and the bytes that a frame allocates on the engine's thread.
 * Prints a table, and writes it as CSV where a file is named. Arguments: bundle folder, side in pixels, steps,
 * seconds a number of sessions, CPU threads, device, and optionally the file.
 */
final class SharingBenchmark {

    private static final int[] SESSIONS = {1, 2, 4, 8, 16};
    private static final int MAX_ROWS = 16;
    private static final int MIN_ROUNDS = 9;

    private final DiffusionStream stream;
    private final StreamParameters parameters;
    private final Conditioning text;
    private final InputPicture picture;

    private SharingBenchmark(DiffusionStream stream, int side, int steps) {
        this.stream = stream;
        this.parameters = new StreamParameters(
                side, side, TimestepSelection.LINEAR.indices(0.5, steps), CfgType.NONE, 1, 1, true, 1, false);
        this.text = new Conditioning(stream.embed("a red apple"), stream.embed(""));
        this.picture = new InputPicture(new Frame(side, side, new byte[3 * side * side]));
    }

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        DeviceOptions device = DeviceOptions.parse(arguments[5], Integer.parseInt(arguments[4]), 0, false, folder);
        List<String> csv = new ArrayList<>(List.of("sessions,together,one_after_another,ratio,unsplit_ratio,bytes"));
        try (DiffusionStream stream = DiffusionStream.open(DiffusionBundle.read(folder), device, MAX_ROWS)) {
            BatchTuning tuning = stream.tune();
            System.out.printf("%s: %d rows at once are the fastest%n", stream.device(), tuning.rows());
            System.out.printf(
                    "%8s %12s %18s %7s %14s %14s%n",
                    "sessions", "rows/s", "one after another", "ratio", "unsplit ratio", "bytes a frame");
            SharingBenchmark benchmark =
                    new SharingBenchmark(stream, Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
            for (int sessions : SESSIONS) {
                Row row = benchmark.measure(sessions, tuning.rows(), Double.parseDouble(arguments[3]));
                System.out.printf(
                        "%8d %12.1f %18.1f %7.3f %14.3f %14d%n",
                        sessions,
                        row.together,
                        row.alone,
                        row.together / row.alone,
                        row.unsplit / row.alone,
                        row.bytes);
                csv.add(String.format(
                        Locale.ROOT,
                        "%d,%.2f,%.2f,%.3f,%.3f,%d",
                        sessions,
                        row.together,
                        row.alone,
                        row.together / row.alone,
                        row.unsplit / row.alone,
                        row.bytes));
            }
        }
        if (arguments.length > 6) {
            Files.write(Path.of(arguments[6]), csv);
        }
    }

    /** Rows a second in common ticks, one after another, and in common ticks that are not split; bytes of a frame. */
    private record Row(double together, double alone, double unsplit, long bytes) {}

    private Row measure(int sessions, int bestRows, double seconds) {
        List<StreamInput<Integer>> inputs = new ArrayList<>();
        for (int i = 0; i < sessions; i++) {
            inputs.add(new StreamInput<>(new StreamState<>(), parameters, text, picture, i));
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        List<List<Double>> millis = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        int[] sessionsAtOnce = {bestRows, 1, MAX_ROWS};
        long bytes = 0;
        int rounds = 0;
        // The first rounds warm up and do not count.
        long end = Long.MAX_VALUE;
        for (int round = -2; rounds < MIN_ROUNDS || System.nanoTime() - end < 0; round++) {
            for (int turn = 0; turn < 3; turn++) {
                // Each way has each place in a round equally often.
                int way = Math.floorMod(turn + round, 3);
                long before = threads.getCurrentThreadAllocatedBytes();
                stream.limitRows(Math.max(bestRows, sessionsAtOnce[way]));
                double taken = ticks(inputs, sessionsAtOnce[way]);
                if (round >= 0) {
                    millis.get(way).add(taken);
                    bytes += way == 0 ? threads.getCurrentThreadAllocatedBytes() - before : 0;
                }
            }
            if (round == -1) {
                end = System.nanoTime() + (long) (seconds * 1e9);
            }
            rounds = Math.max(0, round + 1);
        }
        double rows = 1e3 * sessions * parameters.rows();
        return new Row(
                rows / median(millis.get(0)),
                rows / median(millis.get(1)),
                rows / median(millis.get(2)),
                bytes / rounds / sessions);
    }

    /** Milliseconds for a frame of every session, in ticks of so many sessions, as the engine makes them. */
    private double ticks(List<StreamInput<Integer>> inputs, int together) {
        long nanos = 0;
        for (int from = 0; from < inputs.size(); from += together) {
            List<StreamInput<Integer>> tick = inputs.subList(from, Math.min(from + together, inputs.size()));
            long start = System.nanoTime();
            stream.advance(tick);
            nanos += System.nanoTime() - start;
        }
        return nanos / 1e6;
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2;
    }
}
