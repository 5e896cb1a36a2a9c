package org.speakdraw.app.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;

/**
 * One adjustable parameter of a stream: its JSON Schema property with the hints the ecosystem's front ends know
 * ({@code field}, {@code id}, {@code hide}, {@code min}, {@code max}, {@code step}), and its validation.
 */
public sealed interface Parameter {

    /** What all kinds have in common. */
    Label label();

    /** The value in force when nobody chose one. */
    Object defaultValue();

    /**
     * Reads a value of this parameter.
     *
     * @throws IllegalArgumentException naming the value and the limit
     */
    Object read(JsonNode value);

    /** A value that {@link #read} gave, as JSON. */
    JsonNode write(Object value);

    /** The schema property. */
    ObjectNode schema();

    /** The name on the wire. */
    default String id() {
        return label().id();
    }

    /**
     * How a parameter is presented.
     *
     * @param id          name on the wire
     * @param title       short name for a person
     * @param description one sentence for a person
     * @param group       {@code prompt, picture, denoising, movement, guidance, filter, output}
     * @param hidden      whether it belongs among the advanced controls
     */
    record Label(String id, String title, String description, String group, boolean hidden) {

        ObjectNode schema(String type, String field) {
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("type", type)
                    .put("id", id)
                    .put("title", title)
                    .put("description", description)
                    .put("field", field)
                    .put("group", group)
                    .put("hide", hidden);
        }
    }

    /** Free text of at most {@code maxLength} UTF-16 units that matches {@code pattern}. */
    record Text(Label label, String defaultValue, int maxLength, String pattern, String field) implements Parameter {

        @Override
        public String read(JsonNode value) {
            if (!value.isTextual()) {
                throw new IllegalArgumentException("expected a text, got " + kindOf(value));
            }
            String text = value.textValue();
            if (text.length() > maxLength) {
                throw new IllegalArgumentException(text.length() + " characters, at most " + maxLength);
            }
            if (text.indexOf('\0') >= 0) {
                throw new IllegalArgumentException("the character NUL is not allowed");
            }
            if (!pattern.isEmpty() && !text.matches(pattern)) {
                throw new IllegalArgumentException("\"" + text + "\" does not match " + pattern);
            }
            return text;
        }

        @Override
        public JsonNode write(Object value) {
            return TextNode.valueOf((String) value);
        }

        @Override
        public ObjectNode schema() {
            ObjectNode schema =
                    label.schema("string", field).put("default", defaultValue).put("maxLength", maxLength);
            return (pattern.isEmpty() ? schema : schema.put("pattern", "^(" + pattern + ")$"));
        }
    }

    /** A real number in {@code min..max}. */
    record Real(Label label, Double defaultValue, double min, double max, double step) implements Parameter {

        @Override
        public Double read(JsonNode value) {
            double number = numberOf(value).doubleValue();
            if (!(number >= min && number <= max)) {
                throw new IllegalArgumentException(number + " is outside " + min + ".." + max);
            }
            return number;
        }

        @Override
        public JsonNode write(Object value) {
            return DoubleNode.valueOf((Double) value);
        }

        @Override
        public ObjectNode schema() {
            return label.schema("number", "range")
                    .put("default", defaultValue)
                    .put("min", min)
                    .put("max", max)
                    .put("step", step);
        }
    }

    /** A whole number in {@code min..max}, a multiple of {@code step} counted from {@code min}. */
    record Whole(Label label, Long defaultValue, long min, long max, long step, String field) implements Parameter {

        @Override
        public Long read(JsonNode value) {
            double number = numberOf(value).doubleValue();
            if (number != Math.rint(number) || !(number >= min && number <= max)) {
                throw new IllegalArgumentException(value + " is not a whole number in " + min + ".." + max);
            }
            long whole = (long) number;
            if ((whole - min) % step != 0) {
                throw new IllegalArgumentException(whole + " is not a multiple of " + step + " from " + min);
            }
            return whole;
        }

        @Override
        public JsonNode write(Object value) {
            return LongNode.valueOf((Long) value);
        }

        @Override
        public ObjectNode schema() {
            return label.schema("integer", field)
                    .put("default", defaultValue)
                    .put("min", min)
                    .put("max", max)
                    .put("step", step);
        }
    }

    /** One of {@code values}. */
    record Choice(Label label, String defaultValue, List<String> values) implements Parameter {

        public Choice {
            values = List.copyOf(values);
        }

        @Override
        public String read(JsonNode value) {
            if (value.isTextual() && values.contains(value.textValue())) {
                return value.textValue();
            }
            throw new IllegalArgumentException("expected one of " + String.join(", ", values));
        }

        @Override
        public JsonNode write(Object value) {
            return TextNode.valueOf((String) value);
        }

        @Override
        public ObjectNode schema() {
            return label.schema("string", "select")
                    .put("default", defaultValue)
                    .<ObjectNode>set("values", names())
                    .set("enum", names());
        }

        private ArrayNode names() {
            ArrayNode names = JsonNodeFactory.instance.arrayNode();
            values.forEach(names::add);
            return names;
        }
    }

    /** On or off. */
    record Flag(Label label, Boolean defaultValue) implements Parameter {

        @Override
        public Boolean read(JsonNode value) {
            if (!value.isBoolean()) {
                throw new IllegalArgumentException("expected true or false, got " + kindOf(value));
            }
            return value.booleanValue();
        }

        @Override
        public JsonNode write(Object value) {
            return BooleanNode.valueOf((Boolean) value);
        }

        @Override
        public ObjectNode schema() {
            return label.schema("boolean", "checkbox").put("default", defaultValue);
        }
    }

    private static JsonNode numberOf(JsonNode value) {
        if (value.isNumber()) {
            return value;
        }
        throw new IllegalArgumentException("expected a number, got " + kindOf(value));
    }

    private static String kindOf(JsonNode value) {
        return value.getNodeType().toString().toLowerCase(java.util.Locale.ROOT);
    }
}
