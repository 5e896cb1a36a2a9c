package org.speakdraw.app.pictures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.speakdraw.app.pictures.PictureWish.MaskKind;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.Json;
import org.speakdraw.app.platform.RequestException;

class WebUiRequestTest {

    @Test
    void readsWhatClientsSend() {
        PictureWish wish = read(
                "'prompt': 'a fox', 'negative_prompt': 'rain', 'seed': 7, 'steps': 20, 'cfg_scale': 7, 'width': 640,"
                        + " 'height': 384, 'batch_size': 2, 'n_iter': 2, 'denoising_strength': 0.4, 'sampler_name': 'Euler a',"
                        + " 'init_images': ['data:image/png;base64,AQID'], 'mask': 'BAU=', 'mask_blur': 400,"
                        + " 'inpainting_mask_invert': 1, 'resize_mode': 1,"
                        + " 'override_settings': {'sd_model_checkpoint': 'pocket'}",
                true);
        assertThat(wish.settings())
                .hasToString("{\"prompt\":\"a fox\",\"negative_prompt\":\"rain\",\"steps\":20,\"strength\":0.4}");
        assertThat(wish.size()).contains(new PictureSize(640, 384));
        assertThat(wish.count()).isEqualTo(4);
        assertThat(wish.seed()).contains(7L);
        PictureWish.Original original = wish.original().orElseThrow();
        assertThat(original.file()).containsExactly(1, 2, 3);
        assertThat(original.mask().orElseThrow()).containsExactly(4, 5);
        assertThat(original.kind()).isEqualTo(MaskKind.BLACK);
        assertThat(original.feather()).isEqualTo(64);
        assertThat(original.stretch()).isFalse();
    }

    @Test
    void takesTheUsualOfWhatIsLeftOutOrMeansNothing() {
        for (String body :
                new String[] {"", "'seed': null, 'width': 'wide', 'batch_size': {}, 'denoising_strength': []"}) {
            PictureWish wish = read(body, false);
            assertThat(wish.size()).contains(new PictureSize(512, 512));
            assertThat(wish.count()).isEqualTo(1);
            assertThat(wish.seed()).isEmpty();
            assertThat(wish.settings().get("strength").asDouble()).isEqualTo(0.75);
            assertThat(wish.original()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'batch_size': 0",
                "'batch_size': 4, 'n_iter': 4",
                "'n_iter': 1e300",
                "'width': 63",
                "'height': 2049",
                "'height': -1e300",
                "'width': 2048, 'height': 2048, 'n_iter': 3",
            })
    void refusesTooMuch(String body) {
        assertRefused(body, false, ApiError.REQUEST_INVALID);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'init_images': [] | REQUEST_INVALID",
                "'init_images': 'AQID' | REQUEST_INVALID",
                "'init_images': ['no base64!'] | REQUEST_INVALID",
                "'init_images': ['AQID'], 'mask': '%' | REQUEST_INVALID",
                "'init_images': ['AQID'], 'override_settings': {'sd_model_checkpoint': 'xl'} | MODEL_UNKNOWN",
            })
    void refusesWhatCannotBeRepainted(String body, ApiError code) {
        assertRefused(body, true, code);
    }

    private static void assertRefused(String body, boolean repaints, ApiError code) {
        assertThatThrownBy(() -> read(body, repaints))
                .isInstanceOfSatisfying(
                        RequestException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private static PictureWish read(String fields, boolean repaints) {
        ObjectNode json = Json.read("{" + fields.replace('\'', '"') + "}", ObjectNode.class, ApiError.REQUEST_INVALID);
        return WebUiRequest.read(json, repaints, "pocket");
    }
}
