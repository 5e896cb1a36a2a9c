package org.speakdraw.inference.diffusion;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.speakdraw.inference.Frame;

/**
 * What a device was measured to do best: a GPU wants large batches, a CPU whose caches overflow small ones.
 *
 * @param rows          of one call, the smallest number that is within 5 % of the best
 * @param maxRows       of one call, a power of two
 * @param costPerSecond UNet rows times pixels of their pictures a second, in batches of that size
 */
public record BatchTuning(int rows, int maxRows, double costPerSecond) {

    private static final int ROUNDS = 6;
    private static final double WORTHWHILE = 0.95;
    private static final long BUDGET_NANOS = 4_000_000_000L;

    /**
     * Doubles the batch while that pays, at the size that the bundle recommends, for a few seconds at most. All sizes
     * are measured in turns and each counts by its fastest run, so that whatever else the machine does meanwhile
     * favours none. The first run of a size does not count, as the networks prepare themselves for it, which on a GPU
     * takes seconds.
     */
    static BatchTuning measure(DiffusionStream stream, RecommendedSettings recommended, int maxRows) {
        long area = (long) recommended.width() * recommended.height();
        List<List<StreamInput<Integer>>> batches = new ArrayList<>();
        for (int rows = 1; rows <= maxRows; rows *= 2) {
            batches.add(batch(stream, recommended, rows));
        }
        double[] nanosPerRow = new double[batches.size()];
        Arrays.fill(nanosPerRow, Double.POSITIVE_INFINITY);
        long end = System.nanoTime() + BUDGET_NANOS;
        int tried = nanosPerRow.length;
        for (int round = 0; round == 0 || (round < ROUNDS && System.nanoTime() - end < 0); round++) {
            for (int i = 0; i < tried && (i == 0 || System.nanoTime() - end < 0); i++) {
                if (round == 0) {
                    long start = System.nanoTime();
                    nanosPerRow(stream, batches.get(i));
                    end += System.nanoTime() - start;
                }
                nanosPerRow[i] = Math.min(nanosPerRow[i], nanosPerRow(stream, batches.get(i)));
                // One doubling that gains nothing is not the end: calls have fixed costs that vanish slowly.
                if (i >= best(nanosPerRow) + 2) {
                    tried = i + 1;
                }
            }
        }
        double[] costs = IntStream.range(0, nanosPerRow.length)
                .mapToDouble(i -> (1 << i) * nanosPerRow[i])
                .takeWhile(Double::isFinite)
                .toArray();
        stream.heedCosts(costs);
        int best = best(nanosPerRow);
        return new BatchTuning(1 << best, 1 << (batches.size() - 1), 1e9 * area / nanosPerRow[best]);
    }

    /** The first that is within what a larger batch must gain. */
    private static int best(double[] nanosPerRow) {
        double least = Arrays.stream(nanosPerRow).min().orElseThrow();
        int first = 0;
        while (WORTHWHILE * nanosPerRow[first] > least) {
            first++;
        }
        return first;
    }

    /** Frames of grey, each of a stream of its own. */
    static List<StreamInput<Integer>> batch(DiffusionStream stream, RecommendedSettings recommended, int rows) {
        int width = recommended.width();
        int height = recommended.height();
        StreamParameters parameters = new StreamParameters(
                width, height, TimestepSelection.LINEAR.indices(0.5, 1), CfgType.NONE, 1, 1, true, 1, false);
        Conditioning text = new Conditioning(stream.embed(""), stream.embed(""));
        byte[] rgb = new byte[3 * width * height];
        Arrays.fill(rgb, (byte) 128);
        InputPicture grey = new InputPicture(new Frame(width, height, rgb));
        List<StreamInput<Integer>> inputs = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            inputs.add(new StreamInput<>(new StreamState<>(), parameters, text, grey, i));
        }
        return inputs;
    }

    private static double nanosPerRow(DiffusionStream stream, List<StreamInput<Integer>> batch) {
        stream.limitRows(batch.size());
        long start = System.nanoTime();
        stream.advance(batch);
        return (double) (System.nanoTime() - start) / batch.size();
    }
}
