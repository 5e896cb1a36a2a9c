package org.speakdraw.app.settings;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/** What may be meant by JSON of a kind that was not asked for, such as a number in a text. */
final class LenientValues {

    /** Short, so that it is quick to read whatever comes. */
    private static final Pattern NUMBER =
            Pattern.compile("[+-]?(?:\\d{1,20}(?:\\.\\d{0,20})?|\\.\\d{1,20})(?:[eE][+-]?\\d{1,3})?");

    private static final int MAX_LIST = 64;

    private LenientValues() {}

    /** A number, or a text that is one; what is no number, NaN among it, is none. */
    static OptionalDouble number(JsonNode json) {
        double number = Double.NaN;
        if (json.isNumber()) {
            number = json.doubleValue();
        } else if (json.isTextual()) {
            String text = json.textValue().strip();
            number = NUMBER.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
        }
        return Double.isNaN(number) ? OptionalDouble.empty() : OptionalDouble.of(number);
    }

    /** A text without NUL; a number or a truth in words; a short list of such, joined by commas. */
    static Optional<String> text(JsonNode json) {
        if (json.isArray() && json.size() <= MAX_LIST) {
            List<String> parts = new ArrayList<>();
            for (JsonNode part : json) {
                if (part.isContainerNode() || part.isNull()) {
                    return Optional.empty();
                }
                parts.add(part.asText());
            }
            return Optional.of(String.join(",", parts));
        }
        return json.isValueNode() && !json.isNull() ? Optional.of(json.asText().replace("\0", "")) : Optional.empty();
    }

    /** A truth, a text that says so, or a number that is 0 or is not. */
    static Optional<Boolean> flag(JsonNode json) {
        if (json.isBoolean()) {
            return Optional.of(json.booleanValue());
        }
        OptionalDouble number = number(json);
        if (number.isPresent()) {
            return Optional.of(number.getAsDouble() != 0);
        }
        return switch (json.asText().strip().toLowerCase(Locale.ROOT)) {
            case "true", "on", "yes" -> Optional.of(true);
            case "false", "off", "no" -> Optional.of(false);
            default -> Optional.empty();
        };
    }
}
