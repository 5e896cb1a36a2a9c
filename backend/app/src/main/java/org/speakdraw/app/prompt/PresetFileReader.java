package org.speakdraw.app.prompt;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.BodyLimits;
import org.speakdraw.app.platform.Json;
import org.speakdraw.app.platform.PropertyError;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.prompt.Thumbnails.Thumbnail;
import org.speakdraw.inference.SpeakDrawException;

/**
 * Reads one preset file from a stream that may never have been a preset file: nothing is read further than what
 * {@value #MAX_PRESETS} presets can have, and not after {@value #MAX_ERRORS} mistakes. Used once, by one thread.
 */
final class PresetFileReader {

    /** Pictures are nearly all of it: 87,384 characters each. */
    static final int MAX_BYTES = BodyLimits.PRESET_FILE;

    private static final int MAX_PRESETS = 200;
    private static final int MAX_ERRORS = 20;
    /** Values of one preset: its fields, 64 settings and 12 tags, with room for mistakes. */
    private static final int MAX_VALUES = 128;
    /** Fields of the file itself: the four that it may have, and as many mistakes as are named. */
    private static final int MAX_FIELDS = 4 + MAX_ERRORS;

    private static final String PRESETS = "presets";

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(8)
                    .maxNumberLength(64)
                    .maxNameLength(256)
                    // A picture in base64 and a bit more, so that the schema says what is wrong with it.
                    .maxStringLength(100_000)
                    .maxTokenCount(100_000)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final PresetFile format;
    private final PresetRules rules;
    private final Thumbnails thumbnails;
    private final IntConsumer limit;
    private final List<PresetFile.Entry> entries = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final List<PropertyError> errors = new ArrayList<>();

    PresetFileReader(PresetFile format, PresetRules rules, Thumbnails thumbnails, IntConsumer limit) {
        this.format = format;
        this.rules = rules;
        this.thumbnails = thumbnails;
        this.limit = limit;
    }

    PresetFile.Content read(InputStream file) throws IOException {
        try (JsonParser parser = JSON.createParser(new Bounded(file))) {
            try {
                return read(parser);
            } catch (StreamConstraintsException e) {
                throw refusal(lineOf(e, parser), "this is longer or deeper than a preset file can be");
            } catch (JsonProcessingException e) {
                throw refusal(lineOf(e, parser), "this is not valid JSON");
            }
        }
    }

    private static int lineOf(JsonProcessingException error, JsonParser parser) {
        JsonLocation place = error.getLocation();
        return (place == null ? parser.currentLocation() : place).getLineNr();
    }

    private PresetFile.Content read(JsonParser parser) throws IOException {
        LocatedJson json = new LocatedJson(parser);
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw refusal(parser.currentTokenLocation().getLineNr(), "expected one JSON object");
        }
        readFields(parser, json);
        if (parser.nextToken() != null) {
            throw refusal(parser.currentTokenLocation().getLineNr(), "the file goes on after its end");
        }
        refuseIf(!errors.isEmpty(), json);
        return new PresetFile.Content(entries, notes);
    }

    private void readFields(JsonParser parser, LocatedJson json) throws IOException {
        ObjectNode envelope = JsonNodeFactory.instance.objectNode();
        json.mark("");
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            String pointer = "/" + LocatedJson.escape(name);
            JsonToken value = parser.nextToken();
            json.mark(pointer);
            if (name.equals(PRESETS) && value == JsonToken.START_ARRAY) {
                readPresets(parser, json);
                envelope.putArray(name);
            } else if (value.isScalarValue()) {
                envelope.set(name, json.scalar());
            } else {
                // Nothing else may be an object or an array, so what is in it does not matter.
                parser.skipChildren();
                envelope.putObject(name);
            }
            if (envelope.size() >= MAX_FIELDS) {
                throw refusal(json.lineOf(pointer), "the file has too many properties");
            }
        }
        errors.addAll(format.envelopeErrors(envelope));
    }

    private void readPresets(JsonParser parser, LocatedJson json) throws IOException {
        for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
            String pointer = "/" + PRESETS + "/" + i;
            json.mark(pointer);
            if (i == MAX_PRESETS) {
                throw refusal(json.lineOf(pointer), "a file may have " + MAX_PRESETS + " presets");
            }
            JsonNode preset = json.read(pointer, MAX_VALUES)
                    .orElseThrow(() -> refusal(json.lineOf(pointer), "the preset has too many values"));
            limit.accept(i);
            check(preset, pointer);
            refuseIf(errors.size() >= MAX_ERRORS, json);
        }
    }

    private void check(JsonNode preset, String pointer) throws IOException {
        List<PropertyError> wrong = format.presetErrors(preset, pointer);
        errors.addAll(wrong);
        if (!wrong.isEmpty()) {
            return;
        }
        try {
            // Imported presets are the importer's own until shared on purpose.
            JsonNode own = ((ObjectNode) preset).put("visibility", Visibility.MINE.id());
            PresetRules.Checked checked = rules.check(Json.mapper().treeToValue(own, PresetDraft.class));
            entries.add(new PresetFile.Entry(checked.content(), thumbnailOf(preset)));
            checked.notes().forEach(note -> notes.add(checked.content().name() + ": " + note));
        } catch (RequestException e) {
            if (e.code() == ApiError.TOO_MANY_REQUESTS) {
                throw e;
            }
            e.errors().forEach(each -> errors.add(new PropertyError(pointer + "/" + each.property(), each.detail())));
        }
    }

    private Optional<Thumbnail> thumbnailOf(JsonNode preset) {
        if (!preset.has("thumbnail")) {
            return Optional.empty();
        }
        try {
            byte[] jpeg = Base64.getDecoder().decode(preset.get("thumbnail").textValue());
            return Optional.of(thumbnails.make(jpeg));
        } catch (IllegalArgumentException | SpeakDrawException e) {
            if (e instanceof RequestException busy && busy.code() == ApiError.TOO_MANY_REQUESTS) {
                throw busy;
            }
            String detail = "is not a JPEG of at most 64 kB in base64";
            throw new RequestException(
                    ApiError.PRESETS_INVALID, detail, List.of(new PropertyError("thumbnail", detail)));
        }
    }

    private void refuseIf(boolean refused, LocatedJson json) {
        if (!refused) {
            return;
        }
        List<PropertyError> located = errors.stream()
                .sorted(Comparator.comparingInt(error -> json.lineOf(error.property())))
                .limit(MAX_ERRORS)
                .map(error -> new PropertyError(
                        error.property(), "line " + json.lineOf(error.property()) + ": " + error.detail()))
                .toList();
        PropertyError first = located.get(0);
        throw new RequestException(
                ApiError.PRESETS_INVALID,
                "The file was refused. At " + first.property() + ", " + first.detail() + ".",
                located);
    }

    private static RequestException refusal(int line, String reason) {
        return new RequestException(
                ApiError.PRESETS_INVALID,
                "Line " + line + ": " + reason + ".",
                List.of(new PropertyError("", "line " + line + ": " + reason)));
    }

    /** A stream that is no longer than a preset file may be. */
    private static final class Bounded extends FilterInputStream {

        private int left = MAX_BYTES;

        Bounded(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            return count(read, read < 0 ? 0 : 1);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            return count(read, Math.max(0, read));
        }

        private int count(int read, int bytes) {
            left -= bytes;
            if (left < 0) {
                throw new RequestException(
                        ApiError.MESSAGE_TOO_LARGE, "A preset file may have " + MAX_BYTES + " bytes.");
            }
            return read;
        }
    }
}
