package org.speakdraw.inference.diffusion;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads the notation that the common web front ends of Stable Diffusion share (AUTOMATIC1111/stable-diffusion-webui,
 * {@code modules/prompt_parser.py}): {@code (word)} weighs 1.1, {@code [word]} 1/1.1, {@code (word:1.3)} 1.3, brackets
 * nest, {@code \(} is a bracket as such, and {@code a fox AND a castle :0.6} mixes prompts, each with a weight at its
 * end, 1 where there is none.
 *
 * <p>Any text can be read. A bracket that is never closed counts to the end; one that was never opened is text, as is
 * {@code :1.3} outside of round brackets. {@code AND} parts a prompt wherever it stands as a word in capitals.
 */
final class PromptSyntax {

    /** Weights below are raised to it. */
    static final float MIN_WEIGHT = 0;
    /** Weights above are cut to it. */
    static final float MAX_WEIGHT = 3;
    /** Parts of a prompt that count; what comes after is left out, as are the tokens that a prompt is too long for. */
    static final int MAX_PARTS = 8;

    private static final float MAX_PART_WEIGHT = 100;
    private static final Pattern AND = Pattern.compile("\\bAND\\b");
    private static final Pattern NUMBER = Pattern.compile("[+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)");

    private PromptSyntax() {}

    /** At least one part; an empty prompt is one part with empty text. */
    static List<PromptPart> parse(String prompt) {
        String[] texts = AND.split(prompt, -1);
        if (texts.length == 1) {
            return List.of(new PromptPart(WeightedRuns.parse(prompt), 1));
        }
        List<List<WeightedText>> runs = new ArrayList<>();
        List<Float> weights = new ArrayList<>();
        float sum = 0;
        for (String text : texts) {
            float weight = weightAtEnd(text);
            String words = weight < 0 ? text : text.substring(0, text.lastIndexOf(':'));
            if (!words.isBlank() && runs.size() < MAX_PARTS) {
                runs.add(WeightedRuns.parse(words.strip()));
                weights.add(weight < 0 ? 1 : weight);
                sum += weights.get(weights.size() - 1);
            }
        }
        if (runs.isEmpty()) {
            return List.of(new PromptPart(WeightedRuns.parse(""), 1));
        }
        List<PromptPart> parts = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            parts.add(new PromptPart(runs.get(i), sum > 0 ? weights.get(i) / sum : 1f / runs.size()));
        }
        return parts;
    }

    /** 0..100, or -1 where the text does not end in a colon and a number. */
    private static float weightAtEnd(String text) {
        String number = text.substring(text.lastIndexOf(':') + 1).strip();
        return text.indexOf(':') < 0 ? -1 : number(number, MAX_PART_WEIGHT);
    }

    /** The number within 0 and {@code max}, or -1 if it is none. */
    static float number(String text, float max) {
        return NUMBER.matcher(text).matches() ? Math.max(0, Math.min(max, Float.parseFloat(text))) : -1;
    }
}
