package org.speakdraw.app.openai;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.Json;
import org.speakdraw.app.platform.Problem;

/** Letter by letter as OpenAI's clients read it. */
class OpenAiErrorTest {

    @Test
    void namesTheFieldThatIsAtFaultAndNullWhereThereIsNone() {
        assertThat(error(ApiError.REQUEST_INVALID, Optional.of("temperature")))
                .isEqualTo("{\"error\":{\"message\":\"Why.\",\"type\":\"invalid_request_error\","
                        + "\"param\":\"temperature\",\"code\":\"request-invalid\"}}");
        assertThat(error(ApiError.AUDIO_TOO_LARGE, Optional.empty())).contains("\"param\":\"file\"");
        assertThat(error(ApiError.FRAME_UNDECODABLE, Optional.empty())).contains("\"param\":\"image\"");
        assertThat(error(ApiError.SPEECH_INVALID, Optional.empty())).contains("\"param\":\"language\"");
        assertThat(error(ApiError.MODEL_UNKNOWN, Optional.empty())).contains("\"param\":\"model\"");
        assertThat(error(ApiError.SPEECH_BUSY, Optional.empty()))
                .contains("\"type\":\"rate_limit_error\",\"param\":null");
        assertThat(error(ApiError.SPEECH_UNAVAILABLE, Optional.empty())).contains("\"type\":\"server_error\"");
    }

    private static String error(ApiError code, Optional<String> field) {
        return Json.write(OpenAiError.of(new Problem(code, "Why.", List.of()), field));
    }
}
