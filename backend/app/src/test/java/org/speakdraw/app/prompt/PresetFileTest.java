package org.speakdraw.app.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.Json;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.safety.TestSafety;

class PresetFileTest {

    private final PresetFile file = new PresetFile(GalleryTest.RULES, new Thumbnails(TestSafety.blindWatch()));

    @Test
    void readsWhatItWrites() throws IOException {
        PresetContent fox = GalleryTest.content("Füchse 🦊", "a fox", "mine", "animals");
        String text = Json.write(file.write(List.of(new PresetFile.Entry(fox, Optional.empty()))));
        assertThat(read(text).entries()).extracting(PresetFile.Entry::content).containsExactly(fox);
    }

    @Test
    void importsPresetsOfOthersAsPrivate() throws IOException {
        PresetContent fox = GalleryTest.content("Fox", "a fox", "everyone");
        String text = Json.write(file.write(List.of(new PresetFile.Entry(fox, Optional.empty()))));
        assertThat(read(text).entries().get(0).content().visibility()).isEqualTo(Visibility.MINE);
    }

    @Test
    void saysOnWhichLineTheTextIsNoJson() {
        assertThat(refusal("{\n  \"format\": \"speakdraw-presets\",\n  \"version\": 1\n  \"presets\": []\n}")
                        .getMessage())
                .isEqualTo("Line 4: this is not valid JSON.");
    }

    @Test
    void refusesTheWholeFileAndNamesEveryMistakeWithItsLine() {
        RequestException refusal = refusal("""
                {
                  "format": "speakdraw-presets",
                  "version": 1,
                  "presets": [
                    { "name": "Good", "prompt": "a fox" },
                    {
                      "name": "No prompt",
                      "colour": "red"
                    },
                    { "name": 7, "prompt": "a cat",
                      "tags": ["a", "a"] }
                  ]
                }
                """);
        assertThat(refusal.code().id()).isEqualTo("presets-invalid");
        assertThat(refusal.getMessage())
                .contains("/presets/1")
                .contains("line 6")
                .contains("prompt");
        assertThat(refusal.errors())
                .extracting(error -> error.property() + " " + error.detail().replaceAll(":.*", ""))
                .contains(
                        "/presets/1 line 6",
                        "/presets/1/colour line 8",
                        "/presets/2/name line 10",
                        "/presets/2/tags line 11");
    }

    @Test
    void namesTheLineOfAPictureThatIsNone() {
        assertThat(refusal("""
                                {"format": "speakdraw-presets", "version": 1, "presets": [
                                  {"name": "a", "prompt": "a"},
                                  {"name": "b", "prompt": "b",
                                   "thumbnail": "AAAA"}]}
                                """).getMessage()).contains("line 4");
    }

    @Test
    void refusesAnotherKindOfFile() {
        assertThat(refusal("[1, 2]").code().id()).isEqualTo("presets-invalid");
        assertThat(refusal("{\"format\": \"other\", \"version\": 1, \"presets\": []}")
                        .getMessage())
                .contains("/format")
                .contains("line 1");
    }

    @Test
    void writesWhatTheSchemaDescribes() {
        Thumbnails.Thumbnail picture = Thumbnails.Thumbnail.of(new byte[] {(byte) 0xff, (byte) 0xd8, 0});
        PresetContent fox = GalleryTest.content("Fox", "a fox", "everyone", "animals");
        String empty =
                "\"prompt\":\"a fox\",\"negativePrompt\":\"\",\"settings\":{},\"tags\":[\"animals\"],\"visibility\":\"everyone\"";
        assertThat(Json.write(file.write(List.of(
                        new PresetFile.Entry(fox, Optional.empty()), new PresetFile.Entry(fox, Optional.of(picture))))))
                .isEqualTo(
                        "{\"$schema\":\"/api/presets/file/schema.json\",\"format\":\"speakdraw-presets\",\"version\":1,"
                                + "\"presets\":[{\"name\":\"Fox\"," + empty + "},{\"name\":\"Fox\"," + empty
                                + ",\"thumbnail\":\"/9gA\"}]}");
    }

    @Test
    void readsTwoHundredPresetsAndNotOneMore() throws IOException {
        String preset = "{\"name\": \"a\", \"prompt\": \"b\"}";
        assertThat(read(presets(repeat(preset, 200))).entries()).hasSize(200);
        Endless endless = new Endless(presets(preset + ","), preset + ",");
        assertThat(refusal(endless).getMessage()).contains("200 presets");
        assertThat(endless.given).as("bytes read").isLessThan(32 * 1024);
    }

    @Test
    void stopsReadingAfterTwentyMistakes() {
        Endless endless = new Endless(presets("{\"x\":1},"), "{\"x\":1},");
        assertThat(refusal(endless).errors()).hasSize(20);
        assertThat(endless.given).as("bytes read").isLessThan(32 * 1024);
    }

    @Test
    void stopsReadingWhatNoPresetFileCanBe() {
        for (Endless endless : List.of(
                new Endless(presets("{\"tags\": ["), "\"a\","),
                new Endless(presets("{\"settings\": {\"a\": "), "["),
                new Endless(presets("{\"name\": \""), "a"),
                new Endless("{\"x\": 1, \"", "a"),
                new Endless("{\"version\": ", "1"),
                new Endless("{\"x\": [", "1,"))) {
            assertThat(refusal(endless).code()).isEqualTo(ApiError.PRESETS_INVALID);
            assertThat(endless.given).as("bytes read").isLessThan(512 * 1024);
        }
        Endless spaces = new Endless("{", " ");
        assertThat(refusal(spaces).code()).isEqualTo(ApiError.MESSAGE_TOO_LARGE);
    }

    private static String presets(String array) {
        return "{\"format\": \"speakdraw-presets\", \"version\": 1, \"presets\": [" + array + "]}";
    }

    private static String repeat(String preset, int times) {
        return String.join(",", Collections.nCopies(times, preset));
    }

    private PresetFile.Content read(String text) throws IOException {
        return file.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), index -> {});
    }

    private RequestException refusal(String text) {
        return catchThrowableOfType(RequestException.class, () -> read(text));
    }

    private RequestException refusal(InputStream endless) {
        return catchThrowableOfType(RequestException.class, () -> file.read(endless, index -> {}));
    }

    /** A text that goes on for ever, until somebody has had enough. */
    private static final class Endless extends InputStream {

        private final byte[] start;
        private final byte[] rest;
        private int given;

        /** The beginning loses the brackets that would close it. */
        Endless(String start, String rest) {
            this.start = start.replaceAll("]}$", "").getBytes(StandardCharsets.UTF_8);
            this.rest = rest.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public int read() {
            int place = given++;
            return place < start.length ? start[place] : rest[(place - start.length) % rest.length];
        }
    }
}
