package org.speakdraw.app.pictures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.speakdraw.app.openai.OpenAiRefusal;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.Json;
import org.speakdraw.inference.imaging.PictureFormat;

class ImagesRequestTest {

    private static final Set<String> MODELS = Set.of("pocket", "dall-e-3");

    @Test
    void readsWhatClientsSend() {
        PictureWish wish = read("'prompt': 'a fox', 'model': 'dall-e-3', 'n': 3, 'size': '512x256', 'quality': 'hd',"
                + " 'response_format': 'b64_json', 'output_format': 'webp', 'output_compression': 40, 'seed': 7,"
                + " 'user': 'x', 'stream': false, 'steps': 2, 'width': 64");
        assertThat(wish.count()).isEqualTo(3);
        assertThat(wish.size()).contains(new PictureSize(512, 256));
        assertThat(wish.format()).isEqualTo(PictureFormat.WEBP);
        assertThat(wish.quality()).isEqualTo(40);
        assertThat(wish.seed()).contains(7L);
        assertThat(wish.settings()).hasToString("{\"prompt\":\"a fox\",\"steps\":2}");
    }

    @Test
    void takesTheUsualOfWhatIsLeftOut() {
        for (String rest : new String[] {"", ", 'n': null, 'size': null, 'model': null", ", 'n': '', 'size': 'auto'"}) {
            PictureWish wish = read("'prompt': 'a fox'" + rest);
            assertThat(wish.count()).isEqualTo(1);
            assertThat(wish.size()).isEmpty();
            assertThat(wish.seed()).isEmpty();
            assertThat(wish.format()).isEqualTo(PictureFormat.PNG);
        }
    }

    @Test
    void readsTheTextsOfAForm() {
        PictureWish wish = read("'prompt': 'a fox', 'n': '2', 'seed': '4294967295'");
        assertThat(wish.count()).isEqualTo(2);
        assertThat(wish.seed()).contains(4294967295L);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "prompt | 'prompt': ''",
                "prompt | 'prompt': 7",
                "prompt | 'n': 1",
                "n | 'prompt': 'a', 'n': 0",
                "n | 'prompt': 'a', 'n': 11",
                "n | 'prompt': 'a', 'n': 1.5",
                "n | 'prompt': 'a', 'n': {}",
                "n | 'prompt': 'a', 'n': 1e999",
                "size | 'prompt': 'a', 'size': '2049x64'",
                "size | 'prompt': 'a', 'size': '63x64'",
                "size | 'prompt': 'a', 'size': 'large'",
                "size | 'prompt': 'a', 'size': '99999999x1'",
                "size | 'prompt': 'a', 'size': '2048x2048', 'n': 3",
                "response_format | 'prompt': 'a', 'response_format': 'url'",
                "output_format | 'prompt': 'a', 'output_format': 'gif'",
                "output_compression | 'prompt': 'a', 'output_compression': 101",
                "stream | 'prompt': 'a', 'stream': true",
                "seed | 'prompt': 'a', 'seed': -1",
                "model | 'prompt': 'a', 'model': 'whisper-1'",
            })
    void namesTheFieldAtFault(String field, String body) {
        assertThatThrownBy(() -> read(body))
                .isInstanceOfSatisfying(
                        OpenAiRefusal.class, e -> assertThat(e.field()).isEqualTo(field));
    }

    @ParameterizedTest
    @ValueSource(strings = {"64x64", "2048X1024"})
    void readsSizes(String size) {
        assertThat(PictureSize.read(size).height()).isGreaterThanOrEqualTo(64);
    }

    @Test
    void keepsTheShapeOfASize() {
        assertThat(PictureSize.ofShape(1024, 512, 256 * 256)).isEqualTo(new PictureSize(362, 181));
        assertThat(PictureSize.ofShape(4000, 10, 256 * 256)).isEqualTo(new PictureSize(2048, 64));
    }

    private static PictureWish read(String fields) {
        ObjectNode json = Json.read("{" + fields.replace('\'', '"') + "}", ObjectNode.class, ApiError.REQUEST_INVALID);
        return ImagesRequest.read(json, Optional.empty(), MODELS);
    }
}
