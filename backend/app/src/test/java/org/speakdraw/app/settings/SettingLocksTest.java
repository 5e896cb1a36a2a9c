package org.speakdraw.app.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.Json;
import org.speakdraw.app.platform.PropertyError;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.stream.TestStreams;

class SettingLocksTest {

    private static final SettingsSchema SCHEMA = TestStreams.SCHEMA;

    @Test
    void bringIntoARangeAndToAFewValuesAndLeaveTheRestAlone() {
        SettingLocks locks = locks("{\"strength\":{\"min\":0.2,\"max\":0.6},\"seed\":{\"only\":[7,9]}}");
        assertThat(narrowing(locks, "\"strength\":0.9,\"seed\":8").toString())
                .isEqualTo("{\"strength\":0.6,\"seed\":7}");
        assertThat(narrowing(locks, "\"strength\":0.1,\"seed\":9").toString()).isEqualTo("{\"strength\":0.2}");
        assertThat(narrowing(locks, "\"strength\":0.6,\"seed\":9,\"prompt\":\"a fox\""))
                .isEmpty();
        assertThat(narrowing(SettingLocks.NONE, "\"strength\":1")).isEmpty();
    }

    @Test
    void refuseWhatLiesOutsideAndNameIt() {
        SettingLocks locks = locks("{\"strength\":{\"min\":0.2,\"max\":0.6},\"mode\":{\"only\":[\"full\"]}}");
        locks.require(difference("\"strength\":0.3,\"prompt\":\"a fox\""));
        assertThatThrownBy(() -> locks.require(difference("\"strength\":0.7,\"mode\":\"human\",\"seed\":3")))
                .isInstanceOfSatisfying(RequestException.class, e -> {
                    assertThat(e.code()).isEqualTo(ApiError.SETTING_LOCKED);
                    assertThat(e.errors())
                            .extracting(PropertyError::property)
                            .containsExactlyInAnyOrder("strength", "mode");
                });
    }

    @Test
    void knowNumbersHoweverTheyAreWritten() {
        SettingLocks locks = locks("{\"strength\":{\"only\":[1]},\"seed\":{\"only\":[7.0]}}");
        assertThat(narrowing(locks, "\"strength\":1.0,\"seed\":7")).isEmpty();
        assertThat(locks).isEqualTo(locks("{\"strength\":{\"only\":[1.0]},\"seed\":{\"only\":[7]}}"));
        assertThat(locks).isNotEqualTo(SettingLocks.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"nonsense\":{\"only\":[1]}}",
                "{\"strength\":{\"min\":0.6,\"max\":0.2}}",
                "{\"strength\":{\"min\":0,\"max\":7}}",
                "{\"strength\":{\"min\":0}}",
                "{\"strength\":{\"min\":0,\"max\":1,\"only\":[1]}}",
                "{\"strength\":{\"only\":[]}}",
                "{\"strength\":{\"only\":[\"much\"]}}",
                "{\"strength\":0.5}",
                "{\"mode\":{\"min\":0,\"max\":1}}",
                "{\"mode\":{\"only\":[\"nonsense\"]}}",
                "{\"freeze\":{\"only\":[1]}}",
                "{\"width\":{\"min\":65,\"max\":128}}",
                "{\"seed\":{\"only\":[0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,"
                        + "31,32]}}"
            })
    void areReadStrictly(String json) {
        assertThatThrownBy(() -> locks(json))
                .isInstanceOfSatisfying(
                        RequestException.class, e -> assertThat(e.code()).isEqualTo(ApiError.SETTINGS_INVALID));
    }

    private static SettingLocks locks(String json) {
        return SettingLocks.of(SCHEMA, Json.read(json, ObjectNode.class, ApiError.INTERNAL));
    }

    private static ObjectNode narrowing(SettingLocks locks, String changes) {
        return locks.narrowing(SCHEMA.toJson(TestStreams.settings(changes)));
    }

    private static ObjectNode difference(String changes) {
        return SCHEMA.difference(SCHEMA.defaults(), TestStreams.settings(changes));
    }
}
