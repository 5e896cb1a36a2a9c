package org.speakdraw.app.classic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.Json;
import org.speakdraw.app.platform.RequestException;

class LivepeerParametersTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'width': 512, 'height': 768} | 512 | 768",
                "'512x768 (2:3)' | '512' | '768'",
                "' 512 X 768' | '512' | '768'",
            })
    void readsResolutions(String resolution, String width, String height) {
        ObjectNode wishes = LivepeerParameters.ofParams(json("{'resolution': " + resolution + "}"));
        assertThat(wishes.get("width")).isEqualTo(json("{'it': " + width + "}").get("it"));
        assertThat(wishes.get("height"))
                .isEqualTo(json("{'it': " + height + "}").get("it"));
    }

    @Test
    void leavesAResolutionAloneThatIsNone() {
        assertThat(LivepeerParameters.ofParams(json("{'resolution': 'large'}")).has("width"))
                .isFalse();
    }

    @Test
    void bringsTimestepIndicesOntoOurGrid() {
        assertThat(LivepeerParameters.ofParams(json("{'t_index_list': [16, 32, 45]}"))
                        .get("t_index_list"))
                .hasToString("[16,32,45]");
        assertThat(LivepeerParameters.ofParams(json("{'t_index_list': [8, 16], 'num_inference_steps': 25}"))
                        .get("t_index_list"))
                .hasToString("[16,32]");
    }

    @Test
    void mixesPromptsAndTakesTheHeaviestSeed() {
        ObjectNode wishes = LivepeerParameters.ofBlending(
                json("{'prompt_list': [['a fox', 0.7], {'prompt': 'the sea', 'weight': 1e9}, ['  ', 1]],"
                        + " 'seed_list': [{'seed': 3, 'weight': 0.1}, [5, 0.9]]}"));
        assertThat(wishes).hasToString("{\"prompt\":\"a fox :0.7 AND the sea :100\",\"seed\":5}");
    }

    @Test
    void aSinglePromptStandsForItself() {
        assertThat(LivepeerParameters.ofBlending(json("{'prompt_list': [['a fox', 0.2]]}")))
                .hasToString("{\"prompt\":\"a fox\"}");
    }

    @Test
    void findsTheBlendInThePromptAgain() {
        for (String list : new String[] {"[[\"a fox\",0.7],[\"the sea\",0.125]]", "[[\"a fox: 3\",1.0]]"}) {
            PromptBlend blend = PromptBlend.read(json("{'it': " + list + "}").get("it"));
            assertThat(PromptBlend.of(blend.prompt()).toJson()).hasToString(list);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'prompt_list': 'a fox'}",
                "{'prompt_list': ['a fox']}",
                "{'prompt_list': [['a fox', '1']]}",
                "{'prompt_list': [['a fox', 1e999]]}",
                "{'prompt_list': [[1, 1]]}",
                "{'prompt_list': [['1',1],['2',1],['3',1],['4',1],['5',1],['6',1],['7',1],['8',1],['9',1]]}",
                "{'seed_list': []}",
                "{'seed_list': 7}",
            })
    void refusesWhatIsNoBlend(String body) {
        assertThatThrownBy(() -> LivepeerParameters.ofBlending(json(body)))
                .isInstanceOfSatisfying(
                        RequestException.class, e -> assertThat(e.code()).isEqualTo(ApiError.REQUEST_INVALID));
    }

    private static ObjectNode json(String text) {
        return Json.read(text.replace('\'', '"'), ObjectNode.class, ApiError.REQUEST_INVALID);
    }
}
