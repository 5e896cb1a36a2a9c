package org.speakdraw.app.stream.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.Json;
import org.speakdraw.app.settings.SettingLocks;
import org.speakdraw.app.stream.TestStreams;

class LocksInForceTest {

    private final LocksInForce locks = new LocksInForce();

    @Test
    void giveBackWhatTheyHaveChanged() {
        assertThat(put("{\"strength\":{\"min\":0.2,\"max\":0.6}}", "\"strength\":0.9,\"seed\":7"))
                .isEqualTo(object("{\"strength\":0.6}"));
        assertThat(put("{}", "\"strength\":0.6,\"seed\":7")).isEqualTo(object("{\"strength\":0.9}"));
        assertThat(put("{}", "\"strength\":0.9,\"seed\":7")).isEmpty();
    }

    @Test
    void leaveWhatWasChangedSince() {
        put("{\"strength\":{\"min\":0.2,\"max\":0.6}}", "\"strength\":0.9");
        assertThat(put("{}", "\"strength\":0.4")).isEmpty();
    }

    @Test
    void rememberWhatWasThereBeforeTheFirstOfSeveral() {
        put("{\"strength\":{\"min\":0.2,\"max\":0.6}}", "\"strength\":0.9");
        assertThat(put("{\"strength\":{\"min\":0.2,\"max\":0.4}}", "\"strength\":0.6"))
                .isEqualTo(object("{\"strength\":0.4}"));
        assertThat(put("{\"strength\":{\"min\":0.2,\"max\":1}}", "\"strength\":0.4"))
                .isEqualTo(object("{\"strength\":0.9}"));
    }

    private ObjectNode put(String newer, String now) {
        SettingLocks read = SettingLocks.of(TestStreams.SCHEMA, object(newer));
        ObjectNode changes = locks.put(read, TestStreams.SCHEMA.toJson(TestStreams.settings(now)));
        assertThat(locks.locks()).isEqualTo(read);
        return changes;
    }

    private static ObjectNode object(String json) {
        return Json.read(json, ObjectNode.class, ApiError.INTERNAL);
    }
}
