package org.speakdraw.app.prompt;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the values of a JSON text one by one and remembers on which line each begins, by JSON pointer (RFC 6901). Depth
 * and lengths are the parser's to bound.
 */
final class LocatedJson {

    private final JsonParser parser;
    private final Map<String, Integer> lines = new HashMap<>();
    /** How many more values the one that is being read may have in it. */
    private int allowance;

    LocatedJson(JsonParser parser) {
        this.parser = parser;
    }

    /** Remembers where the parser is. */
    void mark(String pointer) {
        lines.put(pointer, parser.currentTokenLocation().getLineNr());
    }

    /**
     * Reads the value that the parser is at.
     *
     * @param maxValues it may consist of; the rest is left unread when there are more
     * @return empty when there are more
     */
    Optional<JsonNode> read(String pointer, int maxValues) throws IOException {
        allowance = maxValues;
        JsonNode value = read(pointer);
        return allowance < 0 ? Optional.empty() : Optional.of(value);
    }

    private JsonNode read(String pointer) throws IOException {
        mark(pointer);
        allowance--;
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            while (allowance >= 0 && parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                parser.nextToken();
                object.set(name, read(pointer + "/" + escape(name)));
            }
            return object;
        }
        if (parser.currentToken() == JsonToken.START_ARRAY) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            while (allowance >= 0 && parser.nextToken() != JsonToken.END_ARRAY) {
                array.add(read(pointer + "/" + array.size()));
            }
            return array;
        }
        return scalar();
    }

    /** The value that the parser is at, which is neither an object nor an array. */
    JsonNode scalar() throws IOException {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return switch (parser.currentToken()) {
            case VALUE_STRING -> nodes.textNode(parser.getText());
            case VALUE_NUMBER_INT ->
                parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                        ? nodes.numberNode(parser.getBigIntegerValue())
                        : nodes.numberNode(parser.getLongValue());
            case VALUE_NUMBER_FLOAT -> nodes.numberNode(finite(parser.getDoubleValue()));
            case VALUE_TRUE, VALUE_FALSE -> nodes.booleanNode(parser.getBooleanValue());
            case VALUE_NULL -> nodes.nullNode();
            default -> throw new IllegalStateException("not a scalar: " + parser.currentToken());
        };
    }

    private double finite(double number) throws JsonParseException {
        if (!Double.isFinite(number)) {
            throw new JsonParseException(parser, "a number is out of range");
        }
        return number;
    }

    static String escape(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    /** The line, from 1, of the value at {@code pointer}, or of what it should be in. */
    int lineOf(String pointer) {
        String known = pointer;
        while (!lines.containsKey(known) && !known.isEmpty()) {
            known = known.substring(0, known.lastIndexOf('/'));
        }
        return lines.getOrDefault(known, 1);
    }
}
