package org.speakdraw.app.classic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.RequestException;

/**
 * Prompts that are mixed, as a list with weights on the wire and as one prompt in the settings: {@code a fox :0.7 AND a
 * castle :0.3}. Immutable.
 */
record PromptBlend(List<Part> parts) {

    /** As many as a prompt has at most. */
    private static final int MAX_PARTS = 8;

    private static final double MAX_WEIGHT = 100;
    private static final String AND = " AND ";
    private static final Pattern WEIGHT_AT_END =
            Pattern.compile("(.*\\S)\\s*:\\s*(\\d{1,3}(?:\\.\\d{1,6})?)\\s*", Pattern.DOTALL);

    /**
     * One of them.
     *
     * @param weight 0..100; it is the proportions that count
     */
    record Part(String prompt, double weight) {

        String written() {
            String number = BigDecimal.valueOf(weight)
                    .setScale(4, RoundingMode.HALF_UP)
                    .stripTrailingZeros()
                    .toPlainString();
            return prompt + " :" + number;
        }
    }

    PromptBlend {
        parts = List.copyOf(parts);
    }

    /**
     * Reads {@code [["a fox", 0.7], ["a castle", 0.3]]}, or the same with objects that have {@code prompt} and {@code
     * weight}. Empty prompts are left out.
     *
     * @throws RequestException {@code request-invalid}
     */
    static PromptBlend read(JsonNode list) {
        if (!list.isArray() || list.size() > MAX_PARTS) {
            throw invalid();
        }
        List<Part> parts = new ArrayList<>();
        for (JsonNode part : list) {
            JsonNode prompt = part.isArray() ? part.path(0) : part.path("prompt");
            JsonNode weight = part.isArray() ? part.path(1) : part.path("weight");
            if (!prompt.isTextual() || !weight.isNumber() || !Double.isFinite(weight.doubleValue())) {
                throw invalid();
            }
            if (!prompt.textValue().isBlank()) {
                double clamped = Math.max(0, Math.min(MAX_WEIGHT, weight.doubleValue()));
                parts.add(new Part(prompt.textValue().strip(), clamped));
            }
        }
        return new PromptBlend(parts);
    }

    private static RequestException invalid() {
        return new RequestException(
                ApiError.REQUEST_INVALID,
                "prompt_list has up to " + MAX_PARTS
                        + " prompts, each as [prompt, weight] or {\"prompt\", \"weight\"}.");
    }

    /** What a prompt says of the blend that it was written for. */
    static PromptBlend of(String prompt) {
        List<Part> parts = new ArrayList<>();
        String[] texts = prompt.split(AND, MAX_PARTS);
        for (String text : texts) {
            Matcher weighted = WEIGHT_AT_END.matcher(text);
            parts.add(
                    texts.length > 1 && weighted.matches()
                            ? new Part(weighted.group(1).strip(), Double.parseDouble(weighted.group(2)))
                            : new Part(text.strip(), 1));
        }
        return new PromptBlend(parts);
    }

    /** The one prompt that mixes them; the weight of a single one says nothing. */
    String prompt() {
        return parts.size() == 1
                ? parts.get(0).prompt()
                : parts.stream().map(Part::written).collect(Collectors.joining(AND));
    }

    /** As {@link #read} takes it. */
    ArrayNode toJson() {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        parts.forEach(part -> list.addArray().add(part.prompt()).add(part.weight()));
        return list;
    }
}
