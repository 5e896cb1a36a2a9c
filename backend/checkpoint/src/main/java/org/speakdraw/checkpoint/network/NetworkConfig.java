package org.speakdraw.checkpoint.network;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.speakdraw.checkpoint.CheckpointException;

/**
 * A network's {@code config.json}, of which nothing is believed that would make a graph of absurd size.
 *
 * @param network for people, such as {@code unet}
 * @param json    an object
 */
public record NetworkConfig(String network, JsonNode json) {

    private static final int MAX_SIZE = 1 << 17;
    private static final int MAX_BLOCKS = 8;

    /** A whole number from 1 to 131,072. */
    int size(String name, int usual) {
        return size(name, present(name) ? json.get(name) : null, usual);
    }

    private int size(String name, @Nullable JsonNode value, int usual) {
        if (value == null) {
            return usual;
        }
        if (!value.isIntegralNumber() || value.asInt() < 1 || value.asInt() > MAX_SIZE) {
            throw refused(name);
        }
        return value.asInt();
    }

    /** Whether it is there and not null. */
    boolean present(String name) {
        return !json.path(name).isMissingNode() && !json.path(name).isNull();
    }

    boolean flag(String name, boolean usual) {
        return present(name) ? json.path(name).asBoolean(usual) : usual;
    }

    double number(String name, double usual) {
        return present(name) ? json.path(name).asDouble(usual) : usual;
    }

    String text(String name, String usual) {
        return present(name) ? json.path(name).asText(usual) : usual;
    }

    /** One number for all of {@code count}, or one for each. */
    List<Integer> sizes(String name, int count, int usual) {
        JsonNode value = json.path(name);
        if (!value.isArray()) {
            return IntStream.range(0, count).mapToObj(i -> size(name, usual)).toList();
        }
        if (value.size() != count) {
            throw refused(name);
        }
        return IntStream.range(0, count)
                .mapToObj(i -> size(name, value.get(i), usual))
                .toList();
    }

    /** A list of 1 to 8 numbers. */
    List<Integer> list(String name) {
        JsonNode value = json.path(name);
        if (!value.isArray() || value.isEmpty() || value.size() > MAX_BLOCKS) {
            throw refused(name);
        }
        return sizes(name, value.size(), 1);
    }

    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        json.path(name).forEach(text -> texts.add(text.asText()));
        return List.copyOf(texts);
    }

    /** Refuses a model whose {@code name} is anything but {@code only} (or missing, which stands for it). */
    void require(String name, Object only) {
        JsonNode value = json.path(name);
        Iterable<JsonNode> each = value.isArray() ? value : List.of(value);
        for (JsonNode one : each) {
            boolean same = one.isMissingNode()
                    || one.isNull()
                    || (only instanceof Number number
                            ? one.isNumber() && one.asDouble() == number.doubleValue()
                            : one.asText().equals(only.toString()));
            if (!same) {
                throw refused(name);
            }
        }
    }

    /** The error for a value that no graph is built for. */
    CheckpointException refused(String name) {
        return new CheckpointException("The " + network + "'s config.json says " + name + " is " + json.path(name)
                + ", which is not supported.");
    }
}
