package org.speakdraw.app.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.Json;
import org.speakdraw.inference.diffusion.CfgType;
import org.speakdraw.inference.imaging.Fit;

/** Every parameter, value by value: both ends of what it takes, and what lies just beyond. */
class ParameterTest {

    private static final String LONGEST = "x".repeat(2000);

    /** What a parameter makes of JSON. */
    private record Row(Parameter<?> parameter, List<String> taken, List<String> refused) {

        DynamicTest test() {
            return DynamicTest.dynamicTest(parameter.id(), () -> {
                for (String json : taken) {
                    assertWritesWhatItRead(parameter, json(json));
                }
                for (String json : refused) {
                    assertThatThrownBy(() -> parameter.domain().read(json(json)))
                            .as(json)
                            .isInstanceOf(IllegalArgumentException.class);
                }
            });
        }
    }

    @TestFactory
    Stream<DynamicTest> takesBothEndsAndNothingBeyond() {
        return ROWS.stream().map(Row::test);
    }

    @Test
    void noParameterIsLeftOut() {
        assertThat(ROWS).map(Row::parameter).containsExactlyElementsOf(Parameters.ALL);
    }

    @Test
    void namesAreUnique() {
        assertThat(Parameters.ALL).map(Parameter::id).doesNotHaveDuplicates();
    }

    @Test
    void readsValuesOfItsOwnType() {
        assertThat(Parameters.MODE.domain().read(json("\"human\""))).isEqualTo(Mode.HUMAN);
        assertThat(Parameters.FIT.domain().read(json("\"letterbox\""))).isEqualTo(Fit.LETTERBOX);
        assertThat(Parameters.CFG_TYPE.domain().read(json("\"initialize\""))).isEqualTo(CfgType.INITIALIZE);
        assertThat(Parameters.MATTE_RATIO.domain().read(json("\"0.375\""))).isEqualTo(MatteRatio.THREE_EIGHTHS);
        assertThat(Parameters.SEED.domain().read(json("4294967295"))).isEqualTo(4294967295L);
        assertThat(Parameters.STEPS.domain().read(json("2.0"))).isEqualTo(2);
        assertThat(Parameters.STRENGTH.domain().read(json("1"))).isEqualTo(1.0);
    }

    @Test
    void anInitialValueMustBelongToTheDomain() {
        assertThatThrownBy(() -> Parameters.STEPS.withInitial(5)).hasMessageContaining("1..4");
    }

    private static final List<Row> ROWS = List.of(
            prompt(Parameters.PROMPT),
            prompt(Parameters.NEGATIVE_PROMPT),
            real(Parameters.IP_ADAPTER_SCALE, "0.0", "1.5", "-0.01", "1.51"),
            choice(Parameters.MODE, "full", "human"),
            choice(Parameters.INPUT, "frames", "none"),
            real(Parameters.STRENGTH, "0.0", "1.0", "-0.001", "1.001"),
            real(Parameters.CONTROL_STRENGTH, "0.0", "2.0", "-0.01", "2.01"),
            real(Parameters.CONTROL_START, "0.0", "1.0", "-0.01", "1.01"),
            real(Parameters.CONTROL_END, "0.0", "1.0", "-0.01", "1.01"),
            real(Parameters.LORA_SCALE, "0.0", "2.0", "-0.01", "2.01"),
            whole(Parameters.WIDTH, "64", "1024", "0", "1088", "63", "100", "512.5"),
            whole(Parameters.HEIGHT, "64", "1024", "0", "1088", "63", "100", "512.5"),
            choice(Parameters.FIT, "crop", "letterbox"),
            whole(Parameters.STEPS, "1", "4", "0", "5", "1.5"),
            new Row(
                    Parameters.T_INDEX_LIST,
                    List.of("\"\"", "\" \"", "\"0\"", "\" 16, 32 ,45\"", "\"0,1,2,3,4,5,6,7\""),
                    List.of("16", "\"16,\"", "\"-1\"", "\"100\"", "\"1;2\"", "\"0,1,2,3,4,5,6,7,8\"", "[16]")),
            new Row(
                    Parameters.SEED,
                    List.of("0", "4294967295"),
                    List.of("-1", "4294967296", "0.5", "1e300", "\"1\"", "null")),
            flag(Parameters.RANDOM_SEED),
            whole(Parameters.TRANSITION_FRAMES, "0", "60", "-1", "61"),
            real(Parameters.SEED_WALK, "0.0", "0.5", "-0.01", "0.51"),
            real(Parameters.SMOOTHING, "0.0", "0.95", "-0.01", "0.951"),
            choice(Parameters.CFG_TYPE, "none", "self", "initialize", "full"),
            real(Parameters.GUIDANCE_SCALE, "1.0", "10.0", "0.99", "10.01"),
            real(Parameters.DELTA, "0.0", "1.0", "-0.01", "1.01"),
            choice(Parameters.MATTE_VIEW, "off", "matte", "overlay"),
            flag(Parameters.MATTE_INVERT),
            whole(Parameters.MATTE_GROW, "-32", "32", "-33", "33"),
            whole(Parameters.MATTE_FEATHER, "0", "64", "-1", "65"),
            choice(Parameters.MATTE_LIGHT, "linear", "gamma"),
            choice(Parameters.MATTE_RATIO, "auto", "0.25", "0.375", "0.5", "0.75", "1"),
            flag(Parameters.SIMILARITY_FILTER),
            real(Parameters.SIMILARITY_THRESHOLD, "0.5", "1.0", "0.499", "1.001"),
            whole(Parameters.MAX_SKIPPED_FRAMES, "0", "120", "-1", "121"),
            flag(Parameters.FREEZE),
            whole(Parameters.MAX_FPS, "1", "60", "0", "61"),
            whole(Parameters.JPEG_QUALITY, "30", "100", "29", "101"));

    private static Row prompt(Parameter<String> parameter) {
        return new Row(
                parameter,
                List.of("\"\"", "\"ein Fuchs 🦊\"", "\"two\\nlines\"", "\"" + LONGEST + "\""),
                List.of("\"" + LONGEST + "x\"", "\"a\\u0000b\"", "\"half \\ud83e\"", "5", "null", "{}", "[\"a\"]"));
    }

    private static Row choice(Parameter<?> parameter, String... ids) {
        return new Row(
                parameter,
                Stream.of(ids).map(id -> "\"" + id + "\"").toList(),
                List.of("\"other\"", "\"" + ids[0].toUpperCase(java.util.Locale.ROOT) + "_\"", "0", "null", "[]"));
    }

    private static Row flag(Parameter<Boolean> parameter) {
        return new Row(parameter, List.of("true", "false"), List.of("0", "\"true\"", "null", "{}"));
    }

    private static Row real(Parameter<Double> parameter, String min, String max, String below, String above) {
        return new Row(parameter, List.of(min, max), List.of(below, above, "\"" + min + "\"", "1e999", "null", "true"));
    }

    private static Row whole(Parameter<Integer> parameter, String min, String max, String... refused) {
        return new Row(
                parameter,
                List.of(min, max),
                Stream.concat(Stream.of(refused), Stream.of("\"" + min + "\"", "1e300", "-1e300", "null", "true"))
                        .toList());
    }

    private static <T> void assertWritesWhatItRead(Parameter<T> parameter, JsonNode json) {
        assertThat(parameter.domain().write(parameter.domain().read(json)).toString())
                .isEqualTo(json.toString());
    }

    private static JsonNode json(String text) {
        return "null".equals(text)
                ? com.fasterxml.jackson.databind.node.NullNode.instance
                : Json.read(text, JsonNode.class, ApiError.SETTINGS_INVALID);
    }
}
