package org.speakdraw.inference.diffusion;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.speakdraw.inference.Frame;

/**
 * Measures how far a model's pictures move away from drawings when painting begins with each index, which is what
 * {@link TimestepSelection#measured} makes an even strength of. A change is the mean difference of a picture, painted in
 * one step, from what the autoencoder alone makes of the drawing, in levels of 255. Belongs to the engine thread.
 */
final class StrengthCalibration {

    /** Indices that a table has to have of its own; between them lie straight lines. */
    static final int FEWEST = 5;

    private final DiffusionStream stream;
    private final List<String> prompts;
    private final int seeds;
    private final int width;
    private final int height;
    private final Map<InputPicture, Frame> drawings = new LinkedHashMap<>();

    /**
     * Makes ready, without a picture yet.
     *
     * @param prompts with each of which every drawing is painted
     * @param seeds   of noise, with each of which it is painted again
     */
    StrengthCalibration(DiffusionStream stream, List<String> prompts, int seeds) {
        this.stream = stream;
        this.prompts = List.copyOf(prompts);
        this.seeds = seeds;
        width = stream.bundle().recommended().width();
        height = stream.bundle().recommended().height();
    }

    /**
     * Measures as many indices as there is time for, spread evenly, and estimates the others.
     *
     * @param limit   of the time
     * @param nanoTime the clock
     * @return for each of the 50 indices; empty where the device is too slow for {@value #FEWEST} of them
     * @throws org.speakdraw.inference.InferenceException {@code model-failed}
     */
    Optional<double[]> changes(Duration limit, LongSupplier nanoTime) {
        long start = nanoTime.getAsLong();
        NavigableMap<Integer, Double> measured = new TreeMap<>();
        for (int index : coarseToFine()) {
            long spent = nanoTime.getAsLong() - start;
            boolean hopeless = measured.size() == 1 && spent * FEWEST > limit.toNanos();
            if (hopeless || (measured.size() >= FEWEST && spent > limit.toNanos())) {
                break;
            }
            measured.put(index, change(index));
        }
        return measured.size() < FEWEST ? Optional.empty() : Optional.of(filled(measured));
    }

    /** Both ends, then the middle of the widest gaps. */
    private static List<Integer> coarseToFine() {
        int last = TimestepSelection.GRID - 1;
        List<Integer> indices = new ArrayList<>(List.of(0, last));
        Deque<int[]> gaps = new ArrayDeque<>(List.of(new int[] {0, last}));
        while (!gaps.isEmpty()) {
            int[] gap = gaps.remove();
            int middle = (gap[0] + gap[1]) / 2;
            if (middle > gap[0]) {
                indices.add(middle);
                gaps.add(new int[] {gap[0], middle});
                gaps.add(new int[] {middle, gap[1]});
            }
        }
        return indices;
    }

    private static double[] filled(NavigableMap<Integer, Double> measured) {
        double[] changes = new double[TimestepSelection.GRID];
        for (int index = 0; index < changes.length; index++) {
            Map.Entry<Integer, Double> before = measured.floorEntry(index);
            Map.Entry<Integer, Double> after = measured.ceilingEntry(index);
            int gap = after.getKey() - before.getKey();
            double way = gap == 0 ? 0 : (index - before.getKey()) / (double) gap;
            double change = before.getValue() + way * (after.getValue() - before.getValue());
            changes[index] = Math.round(change * 100) / 100.0;
        }
        return changes;
    }

    private double change(int index) {
        if (drawings.isEmpty()) {
            new MadeDrawings(width, height).all().forEach(drawing -> drawings.put(drawing, untouched(drawing)));
        }
        double sum = 0;
        for (Map.Entry<InputPicture, Frame> drawing : drawings.entrySet()) {
            for (String prompt : prompts) {
                for (int seed = 1; seed <= seeds; seed++) {
                    sum += difference(drawing.getValue(), painted(drawing.getKey(), prompt, seed, index));
                }
            }
        }
        return sum / (drawings.size() * prompts.size() * seeds);
    }

    private Frame untouched(InputPicture drawing) {
        LatentShape shape = stream.bundle().latentShape(width, height);
        List<float[]> latents = stream.encoder()
                .encode(List.of(new VaeEncoder.Item(drawing, Optional.empty())), shape, new TickMemory());
        return stream.decoder().decode(latents, shape).get(0);
    }

    private Frame painted(InputPicture drawing, String prompt, long seed, int index) {
        StreamParameters parameters =
                new StreamParameters(width, height, List.of(index), CfgType.NONE, 1, 1, true, seed, false);
        Conditioning conditioning = new Conditioning(stream.embed(prompt), stream.embed(""));
        return stream.paint(new StreamInput<>(new StreamState<>(), parameters, conditioning, drawing, index))
                .picture();
    }

    private static double difference(Frame a, Frame b) {
        byte[] left = a.rgb();
        byte[] right = b.rgb();
        long sum = 0;
        for (int i = 0; i < left.length; i++) {
            sum += Math.abs((left[i] & 0xFF) - (right[i] & 0xFF));
        }
        return (double) sum / left.length;
    }
}
