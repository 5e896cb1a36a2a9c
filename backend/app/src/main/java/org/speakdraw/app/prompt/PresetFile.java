package org.speakdraw.app.prompt;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.harrel.jsonschema.Error;
import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.JacksonNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;
import org.speakdraw.app.platform.PropertyError;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.prompt.Thumbnails.Thumbnail;

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
    /** Keywords that fail only because something further in does. */
    private static final Set<String> AROUND = Set.of("properties", "additionalProperties", "items", "$ref");

    private final PresetRules rules;
    private final Thumbnails thumbnails;
    private final String schema = loadSchema();
    private final Validator validator = new ValidatorFactory()
            .withJsonNodeFactory(new JacksonNode.Factory())
            .createValidator();
    private final URI schemaId;
    private final URI presetSchemaId;

    @Inject
    PresetFile(PresetRules rules, Thumbnails thumbnails) {
        this.rules = rules;
        this.thumbnails = thumbnails;
        this.schemaId = validator.registerSchema(schema);
        this.presetSchemaId = validator.registerSchema("{\"$ref\": \"" + schemaId + "#/$defs/preset\"}");
    }

    /** A preset in a file. */
    record Entry(PresetContent content, Optional<Thumbnail> thumbnail) {}

    /** What a file holds, and what had to be left out of it. */
    record Content(List<Entry> entries, List<String> notes) {}

    /** The file as it is written; the schema describes it. */
    record Document(@JsonProperty("$schema") String schema, String format, int version, List<Item> presets) {}

    /** A preset as it is written; the picture in base64. */
    record Item(
            String name,
            String prompt,
            String negativePrompt,
            ObjectNode settings,
            List<String> tags,
            Visibility visibility,
            Optional<byte[]> thumbnail) {

        static Item of(Entry entry) {
            PresetContent content = entry.content();
            return new Item(
                    content.name(),
                    content.prompt(),
                    content.negativePrompt(),
                    content.settings(),
                    content.tags(),
                    content.visibility(),
                    entry.thumbnail().map(Thumbnail::jpeg));
        }
    }

    /** The JSON Schema of preset files. */
    String schema() {
        return schema;
    }

    /**
     * Reads a file, preset by preset: however long it is, one preset of it is in memory besides the valid ones.
     *
     * @param limit asked with the index of each preset before work is done for it; may refuse
     * @throws RequestException {@code presets-invalid}; its errors name JSON pointers, lines and reasons. Also
     *     {@code message-too-large}
     * @throws IOException when the stream ends before its time
     */
    Content read(InputStream file, IntConsumer limit) throws IOException {
        return new PresetFileReader(this, rules, thumbnails, limit).read(file);
    }

    /** What is wrong with everything but the presets. */
    List<PropertyError> envelopeErrors(ObjectNode envelope) {
        return errors(schemaId, envelope, "");
    }

    /** What is wrong with a preset. */
    List<PropertyError> presetErrors(JsonNode preset, String pointer) {
        return errors(presetSchemaId, preset, pointer);
    }

    private List<PropertyError> errors(URI id, JsonNode value, String pointer) {
        return validator.validate(id, value).getErrors().stream()
                .filter(error -> error.getKeyword() == null || !AROUND.contains(error.getKeyword()))
                .map(error -> new PropertyError(pointer + error.getInstanceLocation(), reasonOf(error)))
                .toList();
    }

    private static String reasonOf(Error error) {
        return error.getKeyword() == null ? "there is no such property" : error.getError();
    }

    /** The file of these presets. */
    Document write(List<Entry> entries) {
        return new Document(
                SCHEMA_PATH, FORMAT, VERSION, entries.stream().map(Item::of).toList());
    }

    private static String loadSchema() {
        try (InputStream file = PresetFile.class.getResourceAsStream("presets.schema.json")) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
