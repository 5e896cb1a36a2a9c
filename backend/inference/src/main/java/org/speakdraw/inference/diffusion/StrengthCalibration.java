package org.speakdraw.inference.diffusion;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.DoubleConsumer;
import java.util.function.LongSupplier;
import org.speakdraw.inference.Frame;

/**
 * Measures how far a model's pictures move away from drawings when painting begins with each index, which is what
 * {@link TimestepSelection#measured} makes an even strength of. A change is the mean difference of a picture, painted in
 * one step, from what the autoencoder alone makes of the drawing, in levels of 255. Used by one thread.
 */
final class StrengthCalibration {

    /** Indices that a table has to have of its own; between them lie straight lines. */
    static final int FEWEST = 5;

    private final DiffusionStream stream;
    private final List<String> prompts;
    private final int seeds;
    private final int width;
    private final int height;
    private final DoubleConsumer progress;
    private final List<InputPicture> drawings;
    private final Map<InputPicture, Frame> untouched = new HashMap<>();

    /**
     * Makes ready, without a picture yet.
     *
     * @param prompts with each of which every drawing is painted
     * @param seeds   of noise, with each of which it is painted again
     * @param progress is told how much of the time that it may take is over, 0..1
     */
    StrengthCalibration(DiffusionStream stream, List<String> prompts, int seeds, DoubleConsumer progress) {
        this.stream = stream;
        this.prompts = List.copyOf(prompts);
        this.seeds = seeds;
        width = stream.bundle().recommended().width();
        height = stream.bundle().recommended().height();
        this.progress = progress;
        drawings = new MadeDrawings(width, height).all();
    }

    /**
     * Measures as many indices as there is time for, spread evenly, and estimates the others. Gives up as soon as it
     * shows that the time is too short, which is after two pictures.
     *
     * @param limit   of the time
     * @param nanoTime the clock
     * @return for each of the 50 indices; empty where the device is too slow for {@value #FEWEST} of them
     * @throws org.speakdraw.inference.InferenceException {@code model-failed}
     */
    Optional<double[]> changes(Duration limit, LongSupplier nanoTime) {
        CalibrationTime time = new CalibrationTime(limit, nanoTime, FEWEST * picturesEach(), progress);
        NavigableMap<Integer, Double> measured = new TreeMap<>();
        for (int index : coarseToFine()) {
            OptionalDouble change = change(index, time);
            if (change.isEmpty()) {
                break;
            }
            measured.put(index, change.getAsDouble());
        }
        return measured.size() < FEWEST ? Optional.empty() : Optional.of(filled(measured));
    }

    private int picturesEach() {
        return drawings.size() * prompts.size() * seeds;
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

    /** Empty where there is no time for it. */
    private OptionalDouble change(int index, CalibrationTime time) {
        double sum = 0;
        for (InputPicture drawing : drawings) {
            Frame untouched = untouched(drawing);
            for (String prompt : prompts) {
                for (int seed = 1; seed <= seeds; seed++) {
                    if (!time.goesOn()) {
                        return OptionalDouble.empty();
                    }
                    sum += difference(untouched, painted(drawing, prompt, seed, index));
                    time.painted();
                }
            }
        }
        return OptionalDouble.of(sum / picturesEach());
    }

    private Frame untouched(InputPicture drawing) {
        return untouched.computeIfAbsent(drawing, this::throughTheAutoencoder);
    }

    private Frame throughTheAutoencoder(InputPicture drawing) {
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
