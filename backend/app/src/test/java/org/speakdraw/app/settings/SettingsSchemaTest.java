package org.speakdraw.app.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.Json;
import org.speakdraw.app.platform.PropertyError;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.inference.diffusion.CfgType;
import org.speakdraw.inference.diffusion.Continuity;
import org.speakdraw.inference.diffusion.DiffusionBundle;
import org.speakdraw.inference.diffusion.RecommendedSettings;
import org.speakdraw.inference.diffusion.TimestepSelection;
import org.speakdraw.inference.matting.DownsampleRatio;

class SettingsSchemaTest {

    private static final DiffusionBundle BUNDLE = DiffusionBundle.read(Path.of("../../models/handmade"));

    private final SettingsSchema schema = StreamSchema.of(BUNDLE, 60);

    @Test
    void takesWhatIsInRange() {
        StreamSettings changed = schema.apply(
                schema.defaults(),
                json("{\"strength\": 0.25, \"prompt\": \"ein Fuchs 🦊\", \"width\": 512, \"mode\": \"human\"}"));
        assertThat(changed.prompt()).isEqualTo("ein Fuchs 🦊");
        assertThat(changed.width()).isEqualTo(512);
        assertThat(changed.mode()).isEqualTo(Mode.HUMAN);
        assertThat(changed.height()).isEqualTo(256);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "strength | 1.5",
                "strength | \"0.5\"",
                "strength | null",
                "width | 250",
                "width | 4096",
                "width | 256.5",
                "seed | -1",
                "seed | 4294967296",
                "seed | 1e300",
                "cfg_type | \"everything\"",
                "random_seed | 1",
                "t_index_list | \"5,x\"",
                "t_index_list | \"45,32\"",
                "t_index_list | \"50\"",
                "jpeg_quality | 101",
                "transition_frames | 61",
                "seed_walk | 0.6",
                "smoothing | 1",
                "input | \"words\"",
                "freeze | \"yes\"",
                "matte_ratio | \"0.5\"",
                "max_fps | 0",
                "max_fps | 61",
                "colour | 1",
            })
    void refusesWhatIsNotAndNamesTheProperty(String property, String value) {
        assertThatThrownBy(() ->
                        schema.apply(schema.defaults(), json("{\"" + property + "\": " + value + ", \"steps\": 2}")))
                .isInstanceOfSatisfying(RequestException.class, e -> {
                    assertThat(e.code().id()).isEqualTo("settings-invalid");
                    assertThat(e.errors()).extracting(PropertyError::property).containsExactly(property);
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "strength | 1.5 | 1.0",
                "strength | \"0.25\" | 0.25",
                "strength | \" .5 \" | 0.5",
                "strength | 1e999 | 1.0",
                "steps | \"3\" | 3",
                "steps | 2.4 | 2",
                "steps | -7 | 1",
                "steps | 1e300 | 4",
                "width | 250 | 256",
                "width | \"4096\" | 1024",
                "seed | -1 | 0",
                "seed | \"4294967296\" | 4294967295",
                "max_skipped_frames | 1e300 | 120",
                "cfg_type | \"FULL\" | \"full\"",
                "random_seed | 1 | true",
                "random_seed | \"off\" | false",
                "t_index_list | [16, 32, 45] | \"16,32,45\"",
                "t_index_list | 7 | \"7\"",
                "prompt | 7 | \"7\"",
                "prompt | \"a\\u0000b\" | \"ab\"",
            })
    void findsTheNearestValueThatIsTaken(String property, String value, String nearest) {
        ObjectNode changes =
                schema.nearest(schema.defaults(), json("{\"" + property + "\": " + value + ", \"freeze\": true}"));
        assertThat(changes).hasToString("{\"" + property + "\":" + nearest + ",\"freeze\":true}");
        assertThat(schema.apply(schema.defaults(), changes).frozen()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "steps | null",
                "steps | \"\"",
                "steps | \"many\"",
                "steps | {}",
                "strength | \"NaN\"",
                "strength | \"1e99999\"",
                "seed | true",
                "cfg_type | \"everything\"",
                "cfg_type | 0",
                "random_seed | \"perhaps\"",
                "t_index_list | \"5,x\"",
                "t_index_list | [45, 32]",
                "t_index_list | [16, null]",
                "prompt | null",
                "prompt | \"half \\ud83e\"",
                "a_parameter_of_others | 3",
            })
    void leavesTheLastValueWhereNothingIsMeant(String property, String value) {
        ObjectNode changes =
                schema.nearest(schema.defaults(), json("{\"" + property + "\": " + value + ", \"freeze\": true}"));
        assertThat(changes).isEqualTo(json("{\"freeze\": true}"));
    }

    @Test
    void cutsLongTextsBetweenCharacters() {
        String text = "x".repeat(StreamSchema.MAX_PROMPT_LENGTH - 1);
        ObjectNode changes = schema.nearest(schema.defaults(), json("{\"prompt\": \"" + text + "🦊\"}"));
        assertThat(changes.get("prompt").textValue()).isEqualTo(text);
    }

    @Test
    void namesEveryPropertyAtFaultAtOnce() {
        assertThatThrownBy(() -> schema.apply(schema.defaults(), json("{\"strength\": 2, \"delta\": -1}")))
                .isInstanceOfSatisfying(
                        RequestException.class,
                        e -> assertThat(e.errors())
                                .extracting(PropertyError::property)
                                .containsExactlyInAnyOrder("strength", "delta"));
    }

    @Test
    void refusesPromptsOverTheLimit() {
        ObjectNode changes = json("{\"prompt\": \"" + "x".repeat(10_000) + "\"}");
        assertThatThrownBy(() -> schema.apply(schema.defaults(), changes))
                .hasMessageContaining("10000 characters, at most 2000");
    }

    @Test
    void explicitTimestepIndicesWinOverStrengthAndSteps() {
        StreamSettings settings = schema.apply(
                schema.defaults(), json("{\"t_index_list\": \"16, 32,45\", \"strength\": 0.1, \"steps\": 4}"));
        assertThat(settings.streamParameters(TimestepSelection.LINEAR).tIndexList())
                .isEqualTo(List.of(16, 32, 45));
    }

    @Test
    void withoutFramesPaintingBeginsWithPureNoise() {
        for (String given : List.of("\"strength\": 0.1, \"steps\": 3", "\"t_index_list\": \"16,32,45\"")) {
            StreamSettings settings = schema.apply(schema.defaults(), json("{\"input\": \"none\", " + given + "}"));
            assertThat(settings.streamParameters(TimestepSelection.LINEAR).tIndexList())
                    .containsExactly(0, 16, 33);
        }
        StreamSettings explicit =
                schema.apply(schema.defaults(), json("{\"input\": \"none\", \"t_index_list\": \"0,40\"}"));
        assertThat(explicit.streamParameters(TimestepSelection.LINEAR).tIndexList())
                .containsExactly(0, 40);
    }

    @Test
    void movementReachesTheStream() {
        assertThat(schema.defaults().streamParameters(TimestepSelection.LINEAR).continuity())
                .isEqualTo(Continuity.NONE);
        StreamSettings moving = schema.apply(
                schema.defaults(), json("{\"transition_frames\": 12, \"seed_walk\": 0.25, \"smoothing\": 0.5}"));
        assertThat(moving.streamParameters(TimestepSelection.LINEAR).continuity())
                .isEqualTo(new Continuity(12, 0.25f, 0.5f));
    }

    @Test
    void theMattingResolutionCanBeChosenWhereItIsOffered() {
        DownsampleRatio recommended = DownsampleRatio.of(0.3f);
        assertThat(schema.defaults().matteRatio(recommended)).isEqualTo(recommended);
        SettingsSchema offering = schema.with(Parameters.MATTE_RATIO);
        assertThat(offering.defaults().matteRatio(recommended)).isEqualTo(recommended);
        StreamSettings chosen = offering.apply(offering.defaults(), json("{\"matte_ratio\": \"0.375\"}"));
        assertThat(chosen.matteRatio(recommended)).isEqualTo(DownsampleRatio.of(0.375f));
        assertThat(chosen.streamParameters(TimestepSelection.LINEAR))
                .as("the stream goes on")
                .isEqualTo(offering.defaults().streamParameters(TimestepSelection.LINEAR));
    }

    @Test
    void tellsWhatChanged() {
        StreamSettings changed = schema.apply(schema.defaults(), json("{\"steps\": 2, \"delta\": 1}"));
        assertThat(schema.difference(schema.defaults(), changed)).hasToString("{\"steps\":2}");
    }

    @Test
    void everyPropertyOfTheSchemaHasWhatFrontEndsRead() {
        JsonNode properties = schema.schema().get("properties");
        ObjectNode defaults = schema.toJson(schema.defaults());
        assertThat(properties.fieldNames()).toIterable().containsExactlyElementsOf(defaults::fieldNames);
        properties.properties().forEach(entry -> {
            JsonNode property = entry.getValue();
            assertThat(property.get("id").textValue()).isEqualTo(entry.getKey());
            assertThat(property.get("title").textValue()).isNotBlank();
            assertThat(property.get("field").textValue())
                    .isIn("textarea", "text", "range", "seed", "select", "checkbox");
            assertThat(property.get("default")).isEqualTo(defaults.get(entry.getKey()));
        });
    }

    @Test
    void aBundleNarrowsSidesAndBringsItsOwnDefaults() {
        SettingsSchema narrowed = schema.narrowed(StreamSchema.narrowing(
                new RecommendedSettings(500, 40, List.of(16, 32, 45), 1.5f, CfgType.SELF, "a red apple"),
                TimestepSelection.LINEAR,
                96));
        JsonNode width = narrowed.schema().at("/properties/width");
        assertThat(List.of(width.get("min"), width.get("max"), width.get("step"), width.get("default")))
                .extracting(JsonNode::intValue)
                .containsExactly(96, 960, 96, 480);
        StreamSettings settings = narrowed.defaults();
        assertThat(settings.height()).isEqualTo(96);
        assertThat(settings.prompt()).isEqualTo("a red apple");
        assertThat(settings.streamParameters(TimestepSelection.LINEAR).tIndexList())
                .containsExactly(16, 32, 45);
        assertThat(settings.get(Parameters.T_INDEX_LIST))
                .as("strength and steps cannot say it")
                .isEqualTo("16,32,45");
        assertThat(settings.get(Parameters.CFG_TYPE)).isEqualTo(CfgType.SELF);
    }

    @Test
    void aServerMayLowerTheFrameRate() {
        SettingsSchema slow = StreamSchema.of(BUNDLE, 12);
        assertThat(slow.defaults().maxFps()).isEqualTo(12);
        assertThat(slow.takes("max_fps", IntNode.valueOf(13))).isFalse();
    }

    @Test
    void onlyWhatIsThereCanBeNarrowed() {
        List<Parameter<?>> other = List.of(Parameters.MATTE_RATIO);
        assertThatThrownBy(() -> schema.narrowed(other)).hasMessageContaining("matte_ratio");
    }

    @Test
    void namesNoMoreThanThirtyTwoPropertiesAtFault() {
        String changes = IntStream.range(0, 1_000)
                .mapToObj(i -> "\"unknown" + i + "\": 1")
                .collect(Collectors.joining(",", "{", "}"));
        assertThatThrownBy(() -> schema.apply(schema.defaults(), json(changes)))
                .isInstanceOfSatisfying(
                        RequestException.class, e -> assertThat(e.errors()).hasSize(32));
    }

    @Test
    void keepsPromptsOutOfLogs() {
        StreamSettings settings = schema.apply(schema.defaults(), json("{\"prompt\": \"my secret wish\"}"));
        assertThat(settings.toString()).doesNotContain("secret");
    }

    private static ObjectNode json(String text) {
        return Json.read(text, ObjectNode.class, ApiError.SETTINGS_INVALID);
    }
}
