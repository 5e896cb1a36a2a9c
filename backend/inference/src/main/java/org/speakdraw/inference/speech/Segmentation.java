package org.speakdraw.inference.speech;

import java.util.ArrayList;
import java.util.List;

/**
 * A window's tokens cut into segments where two timestamps meet (openai/whisper, {@code transcribe.py}).
 *
 * @param parts   in order
 * @param advance feature columns to where the next window begins; at least 1
 */
record Segmentation(List<Part> parts, int advance) {

    private static final int COLUMNS_A_STAMP = 2;

    /**
     * One segment.
     *
     * @param start  seconds from the window's beginning
     * @param end    seconds from the window's beginning
     * @param tokens with their timestamps
     */
    record Part(double start, double end, List<Integer> tokens) {}

    Segmentation {
        parts = List.copyOf(parts);
    }

    /**
     * Cuts.
     *
     * @param columns feature columns of the window that hold sound, 1..3000
     */
    static Segmentation of(List<Integer> tokens, SpecialTokens special, int columns) {
        List<Integer> cuts = new ArrayList<>();
        for (int i = 1; i < tokens.size(); i++) {
            if (special.isTimestamp(tokens.get(i)) && special.isTimestamp(tokens.get(i - 1))) {
                cuts.add(i);
            }
        }
        int size = tokens.size();
        boolean endsWithOne =
                size >= 2 && special.isTimestamp(tokens.get(size - 1)) && !special.isTimestamp(tokens.get(size - 2));
        double length = columns * (double) LogMel.HOP / LogMel.SAMPLE_RATE;
        if (cuts.isEmpty()) {
            double end = tokens.stream()
                    .filter(token -> special.isTimestamp(token) && special.seconds(token) > 0)
                    .mapToDouble(special::seconds)
                    .reduce(length, (earlier, later) -> later);
            return new Segmentation(List.of(new Part(0, Math.min(end, length), tokens)), columns);
        }
        if (endsWithOne) {
            cuts.add(size);
        }
        List<Part> parts = new ArrayList<>();
        int from = 0;
        for (int cut : cuts) {
            List<Integer> part = tokens.subList(from, cut);
            double start = special.isTimestamp(part.get(0)) ? special.seconds(part.get(0)) : 0;
            double end = special.seconds(part.get(part.size() - 1));
            parts.add(new Part(Math.min(start, length), Math.min(Math.max(start, end), length), part));
            from = cut;
        }
        int heard = tokens.get(from - 1) - special.timestampBegin();
        // One timestamp at the end: nothing was heard after it. A step of nothing would never end.
        int advance = endsWithOne || heard <= 0 ? columns : Math.min(columns, heard * COLUMNS_A_STAMP);
        return new Segmentation(parts, advance);
    }
}
