package org.speakdraw.app.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.platform.RequestException;

class PresetFileTest {

    private final PresetFile file = new PresetFile(GalleryTest.RULES, new Thumbnails());

    @Test
    void readsWhatItWrites() {
        PresetContent fox = GalleryTest.content("Füchse 🦊", "a fox", "mine", "animals");
        String text =
                file.write(List.of(new PresetFile.Entry(fox, Optional.empty()))).toString();
        assertThat(file.read(text).entries())
                .extracting(PresetFile.Entry::content)
                .containsExactly(fox);
    }

    @Test
    void importsPresetsOfOthersAsPrivate() {
        PresetContent fox = GalleryTest.content("Fox", "a fox", "everyone");
        String text =
                file.write(List.of(new PresetFile.Entry(fox, Optional.empty()))).toString();
        assertThat(file.read(text).entries().get(0).content().visibility()).isEqualTo(Visibility.MINE);
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

    private RequestException refusal(String text) {
        return catchThrowableOfType(RequestException.class, () -> file.read(text));
    }
}
