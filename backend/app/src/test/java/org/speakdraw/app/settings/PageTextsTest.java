package org.speakdraw.app.settings;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.Json;

/**
 * What the server says in English, as the page's translators need it. With {@code -Dspeakdraw.rewrite=true} it writes
 * the files: {@code mvn -pl backend/app -am test -Dtest=PageTextsTest -Dsurefire.failIfNoSpecifiedTests=false
 * -Dspeakdraw.rewrite=true}, then {@code npm run format} in the page's folder. The page's own tests fail until each
 * language has the new texts.
 */
class PageTextsTest {

    private static final Path FOLDER = Path.of("../../frontend/src/i18n/server");
    /** The bundle that comes with the server and understands all languages of the page. */
    private static final Path BUNDLE = Path.of("../../models/pocket");

    private static final Path PRESETS = Path.of("../../db/src/main/resources/db/migration/V004__built_in_presets.sql");
    private static final Pattern PRESET = Pattern.compile("\\(\\d+, '([^']+)', '([^']+)', '[^']*', '([^']+)'\\)");

    @Test
    void thePageKnowsEverySettingErrorAndBuiltInPresetAndItsOwnBundle() throws IOException {
        ObjectNode texts = JsonNodeFactory.instance.objectNode();
        JsonNode bundle =
                Json.mapper().readTree(BUNDLE.resolve("speakdraw.json").toFile());
        texts.putObject("bundles")
                .put(BUNDLE.getFileName().toString(), bundle.path("description").asText());
        ObjectNode examples = texts.putObject("examples");
        for (JsonNode example : bundle.path("examples")) {
            examples.put(example.asText(), example.asText());
        }
        ObjectNode presets = texts.putObject("presets");
        builtInPresets().forEach(preset -> presets.put(preset.group(1), preset.group(2)));
        ObjectNode tags = texts.putObject("tags");
        builtInPresets().flatMap(PageTextsTest::tagsOf).sorted().forEach(tag -> tags.put(tag, tag));
        ObjectNode problems = texts.putObject("problems");
        for (ApiError error : ApiError.values()) {
            problems.put(error.id(), error.title());
        }
        ObjectNode settings = texts.putObject("settings");
        for (Parameter<?> parameter : Parameters.ALL) {
            settings.putObject(parameter.id())
                    .put("title", parameter.title())
                    .put("description", parameter.description());
        }
        assertUpToDate(FOLDER.resolve("en.json"), texts);
    }

    @Test
    void thePageKnowsEveryChoice() throws IOException {
        ObjectNode choices = JsonNodeFactory.instance.objectNode();
        for (Parameter<?> parameter : Parameters.ALL) {
            if (parameter.domain() instanceof Domain.Choice<?> choice) {
                choice.values().keySet().forEach(choices.putArray(parameter.id())::add);
            }
        }
        assertUpToDate(FOLDER.resolve("choices.json"), choices);
    }

    @Test
    void thePageKnowsTheTagsOfEveryBuiltInPreset() throws IOException {
        ObjectNode tags = JsonNodeFactory.instance.objectNode();
        builtInPresets().forEach(preset -> tagsOf(preset).forEach(tags.putArray(preset.group(1))::add));
        assertThat(tags.size()).isPositive();
        assertUpToDate(FOLDER.resolve("preset-tags.json"), tags);
    }

    /** Slug, name and tags of each. */
    private static Stream<MatchResult> builtInPresets() throws IOException {
        return PRESET.matcher(Files.readString(PRESETS)).results();
    }

    private static Stream<String> tagsOf(MatchResult preset) {
        return Stream.of(preset.group(3).split(","));
    }

    private static void assertUpToDate(Path file, JsonNode wanted) throws IOException {
        if (Boolean.getBoolean("speakdraw.rewrite")) {
            Files.writeString(file, wanted.toPrettyString() + "\n");
        }
        assertThat(Json.mapper().readTree(file.toFile()))
                .as("%s; see this test's comment for how to write it anew", file)
                .isEqualTo(wanted);
    }
}
