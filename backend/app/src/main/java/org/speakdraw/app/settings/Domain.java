package org.speakdraw.app.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.speakdraw.app.platform.Database;

/**
 * The values that a parameter takes, between JSON and Java. Each kind of domain is shown by one kind of control, which
 * is what {@code field} of the schema names. Immutable, thread-safe.
 */
public sealed interface Domain<T> {

    /** What the values are in Java. */
    Class<T> type();

    /**
     * Reads a value. Nothing is converted: a number is a number and a text is a text.
     *
     * @throws IllegalArgumentException naming the value and the limit
     */
    T read(JsonNode json);

    /**
     * The value that comes nearest to what {@code json} may mean: numbers may be written as texts, and go to the nearest
     * that is taken. For front ends that check nothing themselves.
     *
     * @return empty where it means nothing, as a box that somebody has cleared does
     */
    Optional<T> nearest(JsonNode json);

    /** A value of this domain as JSON. */
    JsonNode write(T value);

    /** Adds type, control and limits to a property of a JSON Schema. */
    void describe(ObjectNode property);

    /** Text of at most {@code maxLength} UTF-16 units that matches {@code pattern} as a whole. */
    record Text(int maxLength, boolean multiline, Pattern pattern) implements Domain<String> {

        private static final Pattern ANYTHING = Pattern.compile("(?s).*");

        /** Text of any form. */
        static Text upTo(int maxLength) {
            return new Text(maxLength, true, ANYTHING);
        }

        @Override
        public Class<String> type() {
            return String.class;
        }

        @Override
        public String read(JsonNode json) {
            if (!json.isTextual()) {
                throw new IllegalArgumentException("expected a text, got " + kindOf(json));
            }
            String text = json.textValue();
            if (text.length() > maxLength) {
                throw new IllegalArgumentException(text.length() + " characters, at most " + maxLength);
            }
            if (!Database.canKeep(text)) {
                throw new IllegalArgumentException("the character NUL is not allowed");
            }
            if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
                throw new IllegalArgumentException("half of a surrogate pair is not a character");
            }
            if (!pattern.matcher(text).matches()) {
                throw new IllegalArgumentException("\"" + text + "\" does not match " + pattern);
            }
            return text;
        }

        /** What is too long is cut off, between characters. */
        @Override
        public Optional<String> nearest(JsonNode json) {
            return LenientValues.text(json)
                    .map(text -> text.length() > maxLength ? text.substring(0, wholeCharacters(text)) : text)
                    .filter(text -> StandardCharsets.UTF_8.newEncoder().canEncode(text))
                    .filter(text -> pattern.matcher(text).matches());
        }

        private int wholeCharacters(String text) {
            return Character.isHighSurrogate(text.charAt(maxLength - 1)) ? maxLength - 1 : maxLength;
        }

        @Override
        public JsonNode write(String value) {
            return TextNode.valueOf(value);
        }

        @Override
        public void describe(ObjectNode property) {
            property.put("type", "string").put("field", multiline ? "textarea" : "text");
            property.put("maxLength", maxLength);
            if (pattern != ANYTHING) {
                property.put("pattern", "^(" + pattern + ")$");
            }
        }
    }

    /** A real number in {@code min..max}; {@code step} is what a slider moves by. */
    record Real(double min, double max, double step) implements Domain<Double> {

        @Override
        public Class<Double> type() {
            return Double.class;
        }

        @Override
        public Double read(JsonNode json) {
            double number = numberOf(json);
            if (!(number >= min && number <= max)) {
                throw new IllegalArgumentException(number + " is outside " + min + ".." + max);
            }
            return number;
        }

        @Override
        public Optional<Double> nearest(JsonNode json) {
            return LenientValues.number(json).stream()
                    .mapToObj(number -> Math.max(min, Math.min(max, number)))
                    .findFirst();
        }

        @Override
        public JsonNode write(Double value) {
            return DoubleNode.valueOf(value);
        }

        @Override
        public void describe(ObjectNode property) {
            property.put("type", "number").put("field", "range");
            property.put("min", min).put("max", max).put("step", step);
        }
    }

    /** A whole number in {@code min..max}, a multiple of {@code step} counted from {@code min}. */
    record Whole(int min, int max, int step) implements Domain<Integer> {

        @Override
        public Class<Integer> type() {
            return Integer.class;
        }

        @Override
        public Integer read(JsonNode json) {
            int whole = (int) wholeOf(json, min, max);
            if ((whole - min) % step != 0) {
                throw new IllegalArgumentException(whole + " is not a multiple of " + step + " from " + min);
            }
            return whole;
        }

        @Override
        public Optional<Integer> nearest(JsonNode json) {
            return LenientValues.number(json).stream()
                    .mapToObj(number -> Math.max(min, Math.min(max, number)))
                    .map(number -> min + step * (int) Math.min((max - min) / step, Math.round((number - min) / step)))
                    .findFirst();
        }

        @Override
        public JsonNode write(Integer value) {
            return IntNode.valueOf(value);
        }

        @Override
        public void describe(ObjectNode property) {
            property.put("type", "integer").put("field", "range");
            property.put("min", min).put("max", max).put("step", step);
        }
    }

    /** A whole number of 32 bits without a sign, one as good as another. */
    record Seed() implements Domain<Long> {

        private static final long MAX = 0xFFFF_FFFFL;

        @Override
        public Class<Long> type() {
            return Long.class;
        }

        @Override
        public Long read(JsonNode json) {
            return wholeOf(json, 0, MAX);
        }

        @Override
        public Optional<Long> nearest(JsonNode json) {
            return LenientValues.number(json).stream()
                    .mapToObj(number -> Math.round(Math.max(0, Math.min(MAX, number))))
                    .findFirst();
        }

        @Override
        public JsonNode write(Long value) {
            return LongNode.valueOf(value);
        }

        @Override
        public void describe(ObjectNode property) {
            property.put("type", "integer").put("field", "seed");
            property.put("min", 0).put("max", MAX).put("step", 1);
        }
    }

    /** One of some values, each by its id, in the order they are shown. */
    record Choice<E>(Class<E> type, Map<String, E> values) implements Domain<E> {

        /** The constants of an enum, called by their names in lower case. */
        static <E extends Enum<E>> Choice<E> of(Class<E> type) {
            return of(type, value -> value.name().toLowerCase(Locale.ROOT));
        }

        /** The constants of an enum, called as {@code id} says. */
        static <E extends Enum<E>> Choice<E> of(Class<E> type, Function<E, String> id) {
            Map<String, E> values = new LinkedHashMap<>();
            for (E value : type.getEnumConstants()) {
                values.put(id.apply(value), value);
            }
            return new Choice<>(type, values);
        }

        @Override
        public E read(JsonNode json) {
            E value = json.isTextual() ? values.get(json.textValue()) : null;
            if (value == null) {
                throw new IllegalArgumentException("expected one of " + String.join(", ", values.keySet()));
            }
            return value;
        }

        @Override
        public Optional<E> nearest(JsonNode json) {
            String asked = json.asText().strip();
            return values.entrySet().stream()
                    .filter(entry -> entry.getKey().equalsIgnoreCase(asked))
                    .map(Map.Entry::getValue)
                    .findFirst();
        }

        @Override
        public JsonNode write(E value) {
            return TextNode.valueOf(idOf(value));
        }

        /** The name of a value on the wire. */
        String idOf(E value) {
            return values.entrySet().stream()
                    .filter(entry -> entry.getValue().equals(value))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(value + " is not among " + values.keySet()))
                    .getKey();
        }

        @Override
        public void describe(ObjectNode property) {
            property.put("type", "string").put("field", "select");
            ArrayNode ids = property.putArray("values");
            values.keySet().forEach(ids::add);
            property.set("enum", ids.deepCopy());
        }
    }

    /** On or off. */
    record Flag() implements Domain<Boolean> {

        @Override
        public Class<Boolean> type() {
            return Boolean.class;
        }

        @Override
        public Boolean read(JsonNode json) {
            if (!json.isBoolean()) {
                throw new IllegalArgumentException("expected true or false, got " + kindOf(json));
            }
            return json.booleanValue();
        }

        @Override
        public Optional<Boolean> nearest(JsonNode json) {
            return LenientValues.flag(json);
        }

        @Override
        public JsonNode write(Boolean value) {
            return BooleanNode.valueOf(value);
        }

        @Override
        public void describe(ObjectNode property) {
            property.put("type", "boolean").put("field", "checkbox");
        }
    }

    private static double numberOf(JsonNode json) {
        if (!json.isNumber()) {
            throw new IllegalArgumentException("expected a number, got " + kindOf(json));
        }
        return json.doubleValue();
    }

    private static long wholeOf(JsonNode json, long min, long max) {
        double number = numberOf(json);
        if (number != Math.rint(number) || !(number >= min && number <= max)) {
            throw new IllegalArgumentException(json + " is not a whole number in " + min + ".." + max);
        }
        return (long) number;
    }

    private static String kindOf(JsonNode json) {
        return json.getNodeType().toString().toLowerCase(Locale.ROOT);
    }
}
