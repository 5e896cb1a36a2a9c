package org.speakdraw.app.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.Json;
import org.speakdraw.app.platform.PropertyError;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.safety.SafetyScope;
import org.speakdraw.app.safety.TestSafety;
import org.speakdraw.app.safety.WordFilter;
import org.speakdraw.app.settings.StreamSchema;
import org.speakdraw.inference.diffusion.DiffusionBundle;

class PresetRulesTest {

    private final PresetRules rules = new PresetRules(
            StreamSchema.of(DiffusionBundle.read(Path.of("../../models/handmade")), 60),
            new WordFilter(TestSafety.config(SafetyScope.OFF)));

    @Test
    void namesEveryTextThatOthersMustNotRead() {
        assertThat(refused("naked", "a naked woman")).containsExactlyInAnyOrder("name", "prompt");
    }

    @Test
    void looksThroughNoTextThatIsTooLong() {
        assertThat(refused("naked", "naked ".repeat(10_000))).containsExactlyInAnyOrder("prompt", "name");
    }

    private List<String> refused(String name, String prompt) {
        String json = "{\"name\":\"" + name + "\",\"prompt\":\"" + prompt + "\",\"visibility\":\"everyone\"}";
        PresetDraft draft = Json.read(json, PresetDraft.class, ApiError.REQUEST_INVALID);
        RequestException refusal = catchThrowableOfType(RequestException.class, () -> rules.check(draft));
        assertThat(refusal.code()).isEqualTo(ApiError.PRESET_INVALID);
        return refusal.errors().stream().map(PropertyError::property).toList();
    }
}
