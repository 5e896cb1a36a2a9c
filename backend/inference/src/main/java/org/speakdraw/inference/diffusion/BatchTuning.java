package org.speakdraw.inference.diffusion;

import java.util.ArrayList;
import java.util.List;

/**
 * What a device was measured to do best: a GPU wants large batches, a CPU whose caches overflow small ones.
 *
 * @param rows          of one call, the smallest number that is within 5 % of the best
 * @param costPerSecond UNet rows times pixels of their pictures a second, in batches of that size
 */
public record BatchTuning(int rows, double costPerSecond) {

    private static final int RUNS = 3;
    private static final double WORTHWHILE = 0.95;
    private static final long BUDGET_NANOS = 4_000_000_000L;

    /** Doubles the batch while that pays, at the size that the bundle recommends, for a few seconds at most. */
    static BatchTuning measure(DiffusionStream stream, RecommendedSettings recommended, int maxRows) {
        StreamParameters parameters = new StreamParameters(
                recommended.width(),
                recommended.height(),
                TimestepSelection.indices(0.5, 1),
                CfgType.NONE,
                1,
                1,
                true,
                1,
                false);
        long area = (long) recommended.width() * recommended.height();
        long end = System.nanoTime() + BUDGET_NANOS;
        long best = nanosPerRow(stream, parameters, 1, end);
        int rows = 1;
        // One doubling that gains nothing is not the end: calls have fixed costs that vanish slowly.
        for (int tried = 2; tried <= maxRows && tried <= 4 * rows && System.nanoTime() - end < 0; tried *= 2) {
            long nanos = nanosPerRow(stream, parameters, tried, end);
            if (nanos < WORTHWHILE * best) {
                best = nanos;
                rows = tried;
            }
        }
        return new BatchTuning(rows, 1e9 * area / best);
    }

    /** The fastest of a few runs, after one that warms up. */
    private static long nanosPerRow(DiffusionStream stream, StreamParameters parameters, int rows, long end) {
        Conditioning text = new Conditioning(stream.embed(""), stream.embed(""));
        PictureTensor grey = new PictureTensor(
                parameters.width(), parameters.height(), new float[3 * parameters.width() * parameters.height()]);
        List<StreamInput<Integer>> inputs = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            inputs.add(new StreamInput<>(new StreamState<>(), parameters, text, grey, i));
        }
        stream.limitRows(rows);
        long fastest = Long.MAX_VALUE;
        for (int run = 0; run <= 1 || (run <= RUNS && System.nanoTime() - end < 0); run++) {
            long start = System.nanoTime();
            stream.advance(inputs);
            if (run > 0) {
                fastest = Math.min(fastest, System.nanoTime() - start);
            }
        }
        return fastest / rows;
    }
}
