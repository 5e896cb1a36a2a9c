package org.speakdraw.app.safety;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.speakdraw.app.platform.RequestException;

class WordFilterTest {

    /** Words of emoji that the model knows and nobody is shown. */
    private static final Set<String> KNOWN_BUT_UNFIT = Set.of("sexual", "shit", "sexy", "Kacke");

    private final WordFilter filter = new WordFilter(TestSafety.config(SafetyScope.OFF));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a naked woman",
                "a NAKED man on the beach",
                "eine nackte Frau",
                "une femme nue",
                "una mujer desnuda",
                "Ein Arschloch",
                "ARSCHLÖCHER",
                "hijo de puta",
                "quel connard",
                "connards",
                "n a k e d",
                "a p.o.r.n picture",
                "p0rn",
                "pørn",
                "sh1t",
                "$hit",
                "fuuuuuck",
                "f\u200buck",
                "f*ck",
                "f**k off",
                "arschl*ch",
                "motherfucker",
                "pоrn", // with a Cyrillic o
                "NAZI flag",
                "Hakenkreuze an der Wand",
                "eine moese",
                "eine Möse",
                "a forbiddenword in a picture"
            })
    void refusesWhatIsNotForSchoolHoweverItIsWritten(String prompt) {
        assertThat(filter.refusesPrompt(prompt, true)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a cockatoo in Scunthorpe",
                "a classic glass of bass",
                "the analyst from Essex and Sussex",
                "a maine coon cat, a pussy cat and a pussy willow",
                "a naked mole-rat",
                "blue tits in the snow",
                "a blue waffle with cream",
                "a snowball fight, snowballing children",
                "eine dicke Nudel, ein dicker Hund",
                "viele Vögel am Himmel, mit Vögeln",
                "Moses teilt das Meer; Mose am Berg",
                "eine Nacktschnecke und ein Nacktmull",
                "ein Fuchs mit buschigem Schwanz, bitte",
                "eine Pute auf dem Bauernhof",
                "un chat et une chatte",
                "un con mucho queso, un perro con sombrero",
                "un cul-de-sac à la campagne",
                "des pieds nus sur le sable",
                "una concha en la playa y un martillo",
                "un perro negro",
                "un baiser de grand-mère",
                "a shiitake and a shitake",
                "a fickle fox",
                "shell shock, assassin, passage, Hancock, therapist",
                "1999, 455 sheep, a 3d house",
                "A B C D, an alphabet",
                "a man who has two hens; pen is on the desk",
                "(a fox:1.3) AND [a castle] :0.5"
            })
    void letsPassWhatOnlyLooksLikeIt(String prompt) {
        assertThat(filter.refusesPrompt(prompt, true)).isFalse();
    }

    @Test
    void letsPassEveryWordThatTheModelKnows() throws IOException {
        List<String> refused = new ArrayList<>();
        texts(new ObjectMapper()
                        .readTree(Path.of("../../models/pocket/vocabulary.json").toFile()))
                .stream()
                .filter(text -> filter.refusesPrompt(text, true))
                .forEach(refused::add);
        assertThat(Set.copyOf(refused)).isEqualTo(KNOWN_BUT_UNFIT);
    }

    private static List<String> texts(JsonNode tree) {
        List<String> texts = new ArrayList<>();
        if (tree.isTextual()) {
            texts.add(tree.textValue());
        }
        tree.forEach(child -> texts.addAll(texts(child)));
        return texts;
    }

    @Test
    void letsPassAllBuiltInPresets() throws IOException {
        String presets =
                Files.readString(Path.of("../../db/src/main/resources/db/migration/V004__built_in_presets.sql"));
        assertThat(filter.refusesPrompt(presets, true)).isFalse();
    }

    @Test
    void letsPassAnythingOutsideOfClassAndSaysNothingOfWhatItRefuses() {
        assertThat(filter.refusesPrompt("a naked woman", false)).isFalse();
        assertThatThrownBy(() -> filter.requireFit("arschloch"))
                .isInstanceOfSatisfying(
                        RequestException.class, e -> assertThat(e.code().id()).isEqualTo("words-refused"))
                .hasMessageNotContaining("arschloch");
        assertThatCode(() -> filter.requireFit("Zoë-Chloé Dickinson")).doesNotThrowAnyException();
    }

    @Test
    void takesAnyText() {
        String odd = "*".repeat(300) + "\\p{" + "a*(".repeat(300) + "\ud800 $^ [ ( |";
        assertThatCode(() -> filter.refusesPrompt(odd, true)).doesNotThrowAnyException();
        // As long as a request may be: no work grows with its square, and nothing is nested as deeply.
        String longest = "a" + "*".repeat(65_000) + "a";
        assertThat(filter.refusesPrompt(longest, true)).isFalse();
    }
}
