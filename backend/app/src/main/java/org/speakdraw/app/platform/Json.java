package org.speakdraw.app.platform;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.lang.reflect.Type;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * JSON, in and out: records on our side, bounded text on the other. What comes from the network is limited in depth, in
 * the digits of a number and in the number of tokens before anything is built from it; its bytes are limited where it
 * arrives.
 * Thread-safe.
 */
public final class Json {

    /** Deeper than anything that is exchanged here. */
    private static final int MAX_DEPTH = 32;
    /** Digits of one number; the longest that means something here has ten. */
    private static final int MAX_DIGITS = 64;
    /** Names, values and brackets of one text: a file of 200 presets has about 10,000. */
    private static final int MAX_TOKENS = 100_000;

    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxNumberLength(MAX_DIGITS)
                            .maxTokenCount(MAX_TOKENS)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .addModules(new Jdk8Module(), new JavaTimeModule())
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_ABSENT, JsonInclude.Include.NON_ABSENT))
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS, SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            // That leaves numbers as texts.
            .withCoercionConfig(
                    LogicalType.Textual,
                    texts -> texts.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .build();

    private Json() {}

    /** The mapper that all of it goes through; not to be configured any further. */
    public static ObjectMapper mapper() {
        return MAPPER;
    }

    /**
     * Reads a text from a client.
     *
     * @param refusal the error when it is not what {@code type} describes
     * @throws RequestException {@code refusal}, naming the place but never the content
     */
    public static <T> T read(String text, Class<T> type, ApiError refusal) {
        return read(() -> MAPPER.readValue(text, type), refusal);
    }

    /** The same of bytes, and of any type. */
    static Object read(byte[] bytes, Type type, ApiError refusal) {
        return Json.<Object>read(() -> MAPPER.readValue(bytes, MAPPER.constructType(type)), refusal);
    }

    /** What Jackson reads. */
    @FunctionalInterface
    private interface Source<T> {

        @Nullable
        T read() throws IOException;
    }

    private static <T> T read(Source<T> json, ApiError refusal) {
        try {
            T value = json.read();
            if (value == null) {
                throw new RequestException(refusal, "Expected a JSON object and not null.");
            }
            return value;
        } catch (JsonProcessingException e) {
            throw refuse(e, refusal);
        } catch (IOException e) {
            // All of it is in memory, so it is the bytes that are no text.
            throw new RequestException(refusal, "Expected one JSON object, in UTF-8.", e);
        }
    }

    /** The same of what was read into a tree, so that its type could be chosen by what is in it. */
    public static <T> T convert(JsonNode tree, Class<T> type, ApiError refusal) {
        try {
            return MAPPER.treeToValue(tree, type);
        } catch (JsonProcessingException e) {
            throw refuse(e, refusal);
        }
    }

    /** Writes a value that is our own, so it can be written. */
    public static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "Not writable as JSON: " + value.getClass().getName(), e);
        }
    }

    /** What a client is told about JSON that cannot be read: where, but never what. */
    static RequestException refuse(JsonProcessingException error, ApiError refusal) {
        // A record's own check says it best.
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof RequestException own) {
                return own;
            }
        }
        String path = error instanceof JsonMappingException mapping ? pathOf(mapping) : "";
        if (!path.isEmpty()) {
            return new RequestException(
                    refusal,
                    "\"" + path + "\" does not have the form that is expected here.",
                    List.of(new PropertyError(path, "does not have the form that is expected here")));
        }
        String place = error.getLocation() == null
                ? ""
                : " (line " + error.getLocation().getLineNr() + ", column "
                        + error.getLocation().getColumnNr() + ")";
        return new RequestException(refusal, "Expected one JSON object" + place + ".");
    }

    private static String pathOf(JsonMappingException error) {
        return error.getPath().stream()
                .map(step -> step.getFieldName() == null ? String.valueOf(step.getIndex()) : step.getFieldName())
                .collect(Collectors.joining("."));
    }
}
