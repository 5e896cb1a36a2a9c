package org.speakdraw.app.prompt;

import dev.harrel.jsonschema.Error;
import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.JakartaJsonNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.stream.JsonParsingException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.JsonText;
import org.speakdraw.app.platform.PropertyError;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.prompt.Thumbnails.Thumbnail;
import org.speakdraw.inference.SpeakDrawException;

/**
 * Presets as a file: reads and writes what {@code presets.schema.json} describes. A file with a mistake is refused as a
 * whole, with the line and the reason of every mistake. Thread-safe.
 */
@Singleton
public class PresetFile {

    /** Where the schema is served. */
    static final String SCHEMA_PATH = "/api/presets/file/schema.json";

    private static final String FORMAT = "speakdraw-presets";
    private static final int VERSION = 1;
    private static final int MAX_ERRORS = 20;
    /** Keywords that fail only because something further in does. */
    private static final Set<String> AROUND = Set.of("properties", "additionalProperties", "items", "$ref");

    private final PresetRules rules;
    private final Thumbnails thumbnails;
    private final String schema = loadSchema();
    private final Validator validator = new ValidatorFactory()
            .withJsonNodeFactory(new JakartaJsonNode.Factory())
            .createValidator();
    private final URI schemaId;

    @Inject
    PresetFile(PresetRules rules, Thumbnails thumbnails) {
        this.rules = rules;
        this.thumbnails = thumbnails;
        this.schemaId = validator.registerSchema(schema);
    }

    /** A preset in a file. */
    record Entry(PresetContent content, Optional<Thumbnail> thumbnail) {}

    /** What a file holds, and what had to be left out of it. */
    record Content(List<Entry> entries, List<String> notes) {}

    /** The JSON Schema of preset files. */
    String schema() {
        return schema;
    }

    /**
     * Reads a file.
     *
     * @throws RequestException {@code presets-invalid}; its errors name JSON pointers, lines and reasons
     */
    Content read(String text) {
        JsonLines lines = linesOf(text);
        JsonObject file = JsonText.readObject(text, ApiError.PRESETS_INVALID);
        refuse(schemaErrors(file), lines);
        JsonArray presets = file.getJsonArray("presets");
        List<PropertyError> errors = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < presets.size(); i++) {
            String pointer = "/presets/" + i;
            try {
                JsonObject preset = presets.getJsonObject(i);
                PresetRules.Checked checked = rules.check(forImporter(preset));
                entries.add(new Entry(checked.content(), thumbnailOf(preset)));
                checked.notes().forEach(note -> notes.add(checked.content().name() + ": " + note));
            } catch (RequestException e) {
                e.errors()
                        .forEach(each -> errors.add(new PropertyError(pointer + "/" + each.property(), each.detail())));
            }
        }
        refuse(errors, lines);
        return new Content(entries, notes);
    }

    /** The file of these presets. */
    JsonObject write(List<Entry> entries) {
        JsonArrayBuilder presets = Json.createArrayBuilder();
        for (Entry entry : entries) {
            JsonObjectBuilder preset = entry.content().toJson();
            entry.thumbnail()
                    .ifPresent(thumbnail ->
                            preset.add("thumbnail", Base64.getEncoder().encodeToString(thumbnail.jpeg())));
            presets.add(preset);
        }
        return Json.createObjectBuilder()
                .add("$schema", SCHEMA_PATH)
                .add("format", FORMAT)
                .add("version", VERSION)
                .add("presets", presets)
                .build();
    }

    private static JsonLines linesOf(String text) {
        try {
            return JsonLines.of(text);
        } catch (JsonParsingException e) {
            long line = e.getLocation().getLineNumber();
            String detail = "line " + line + ": this is not valid JSON";
            throw new RequestException(
                    ApiError.PRESETS_INVALID,
                    "Line " + line + ": this is not valid JSON.",
                    List.of(new PropertyError("", detail)));
        }
    }

    private List<PropertyError> schemaErrors(JsonObject file) {
        return validator.validate(schemaId, file).getErrors().stream()
                .filter(error -> error.getKeyword() == null || !AROUND.contains(error.getKeyword()))
                .map(error -> new PropertyError(error.getInstanceLocation(), reasonOf(error)))
                .toList();
    }

    private static String reasonOf(Error error) {
        return error.getKeyword() == null ? "there is no such property" : error.getError();
    }

    private static void refuse(List<PropertyError> errors, JsonLines lines) {
        if (errors.isEmpty()) {
            return;
        }
        List<PropertyError> located = errors.stream()
                .sorted(Comparator.comparingLong(error -> lines.lineOf(error.property())))
                .limit(MAX_ERRORS)
                .map(error -> new PropertyError(
                        error.property(), "line " + lines.lineOf(error.property()) + ": " + error.detail()))
                .toList();
        PropertyError first = located.get(0);
        throw new RequestException(
                ApiError.PRESETS_INVALID,
                "The file was refused. At " + first.property() + ", " + first.detail() + ".",
                located);
    }

    /** Imported presets are the importer's own until shared on purpose. */
    private static JsonObject forImporter(JsonObject preset) {
        return Json.createObjectBuilder(preset)
                .add("visibility", Visibility.MINE.id())
                .build();
    }

    private Optional<Thumbnail> thumbnailOf(JsonObject preset) {
        if (!(preset.get("thumbnail") instanceof JsonString base64)) {
            return Optional.empty();
        }
        try {
            return Optional.of(thumbnails.make(Base64.getDecoder().decode(base64.getString())));
        } catch (IllegalArgumentException | SpeakDrawException e) {
            String detail = "is no JPEG picture of at most 64 kB in base64";
            throw new RequestException(
                    ApiError.PRESETS_INVALID, detail, List.of(new PropertyError("thumbnail", detail)));
        }
    }

    private static String loadSchema() {
        try (InputStream file = PresetFile.class.getResourceAsStream("presets.schema.json")) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
