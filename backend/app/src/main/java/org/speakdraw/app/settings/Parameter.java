package org.speakdraw.app.settings;

import jakarta.json.Json;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
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
    Object read(JsonValue value);

    /** A value that {@link #read} gave, as JSON. */
    JsonValue write(Object value);

    /** The schema property. */
    JsonObject schema();

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

        JsonObjectBuilder schema(String type, String field) {
            return Json.createObjectBuilder()
                    .add("type", type)
                    .add("id", id)
                    .add("title", title)
                    .add("description", description)
                    .add("field", field)
                    .add("group", group)
                    .add("hide", hidden);
        }
    }

    /** Free text of at most {@code maxLength} UTF-16 units that matches {@code pattern}. */
    record Text(Label label, String defaultValue, int maxLength, String pattern, String field) implements Parameter {

        @Override
        public String read(JsonValue value) {
            if (!(value instanceof JsonString string)) {
                throw new IllegalArgumentException("expected a text, got " + kindOf(value));
            }
            String text = string.getString();
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
        public JsonValue write(Object value) {
            return Json.createValue((String) value);
        }

        @Override
        public JsonObject schema() {
            JsonObjectBuilder schema =
                    label.schema("string", field).add("default", defaultValue).add("maxLength", maxLength);
            return (pattern.isEmpty() ? schema : schema.add("pattern", "^(" + pattern + ")$")).build();
        }
    }

    /** A real number in {@code min..max}. */
    record Real(Label label, Double defaultValue, double min, double max, double step) implements Parameter {

        @Override
        public Double read(JsonValue value) {
            double number = numberOf(value).doubleValue();
            if (!(number >= min && number <= max)) {
                throw new IllegalArgumentException(number + " is outside " + min + ".." + max);
            }
            return number;
        }

        @Override
        public JsonValue write(Object value) {
            return Json.createValue((Double) value);
        }

        @Override
        public JsonObject schema() {
            return label.schema("number", "range")
                    .add("default", defaultValue)
                    .add("min", min)
                    .add("max", max)
                    .add("step", step)
                    .build();
        }
    }

    /** A whole number in {@code min..max}, a multiple of {@code step} counted from {@code min}. */
    record Whole(Label label, Long defaultValue, long min, long max, long step, String field) implements Parameter {

        @Override
        public Long read(JsonValue value) {
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
        public JsonValue write(Object value) {
            return Json.createValue((Long) value);
        }

        @Override
        public JsonObject schema() {
            return label.schema("integer", field)
                    .add("default", defaultValue)
                    .add("min", min)
                    .add("max", max)
                    .add("step", step)
                    .build();
        }
    }

    /** One of {@code values}. */
    record Choice(Label label, String defaultValue, List<String> values) implements Parameter {

        public Choice {
            values = List.copyOf(values);
        }

        @Override
        public String read(JsonValue value) {
            if (value instanceof JsonString string && values.contains(string.getString())) {
                return string.getString();
            }
            throw new IllegalArgumentException("expected one of " + String.join(", ", values));
        }

        @Override
        public JsonValue write(Object value) {
            return Json.createValue((String) value);
        }

        @Override
        public JsonObject schema() {
            return label.schema("string", "select")
                    .add("default", defaultValue)
                    .add("values", Json.createArrayBuilder(values))
                    .add("enum", Json.createArrayBuilder(values))
                    .build();
        }
    }

    /** On or off. */
    record Flag(Label label, Boolean defaultValue) implements Parameter {

        @Override
        public Boolean read(JsonValue value) {
            return switch (value.getValueType()) {
                case TRUE -> true;
                case FALSE -> false;
                default -> throw new IllegalArgumentException("expected true or false, got " + kindOf(value));
            };
        }

        @Override
        public JsonValue write(Object value) {
            return (Boolean) value ? JsonValue.TRUE : JsonValue.FALSE;
        }

        @Override
        public JsonObject schema() {
            return label.schema("boolean", "checkbox")
                    .add("default", defaultValue)
                    .build();
        }
    }

    private static JsonNumber numberOf(JsonValue value) {
        if (value instanceof JsonNumber number) {
            return number;
        }
        throw new IllegalArgumentException("expected a number, got " + kindOf(value));
    }

    private static String kindOf(JsonValue value) {
        return value.getValueType().toString().toLowerCase(java.util.Locale.ROOT);
    }
}
