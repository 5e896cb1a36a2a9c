package org.speakdraw.inference.speech;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.speakdraw.inference.AudioClip;
import org.speakdraw.inference.audio.AudioDecoder;
import org.speakdraw.inference.onnx.DeviceOptions;
import org.speakdraw.inference.onnx.OnnxDevice;

/** The page's commands as phrases that are likely said: they help where one is said, and are not heard where none is. */
class ExpectedPhrasesTest {

    private static final Map<String, String> PHRASES = Map.of(
            "en",
            "Draw a fox. Make it watercolour. Add a red hat. Only me. Everything. More. Less. Undo. Redo. Freeze. Clear.",
            "de",
            "Zeichne einen Fuchs. Mach daraus ein Ölgemälde. Füge einen roten Hut hinzu. Nur ich. Alles. Mehr. Weniger."
                    + " Rückgängig. Zurück. Einfrieren. Weiter. Löschen.",
            "fr",
            "Dessine un renard. Fais-en une aquarelle. Ajoute un chapeau rouge. Seulement moi. Tout. Plus. Moins."
                    + " Annuler. Rétablir. Figer. Continuer. Effacer.",
            "es",
            "Dibuja un zorro. Hazlo en acuarela. Añade un sombrero rojo. Solo yo. Todo. Más. Menos. Deshacer. Rehacer."
                    + " Congelar. Continuar. Borrar.");

    private static final SpeechRecogniser WHISPER = SpeechRecogniser.open(
            Path.of("../../models/whisper"),
            OnnxDevice.open(DeviceOptions.parse("cpu", 1, 0, false, Path.of("engines"))));

    @AfterAll
    static void close() {
        WHISPER.close();
    }

    private static AudioClip clip(String name) throws Exception {
        Path file = Path.of("src/test/resources/org/speakdraw/inference/speech").resolve(name + ".ogg");
        try (AudioDecoder decoder = new AudioDecoder()) {
            return decoder.decode(Files.readAllBytes(file), 30);
        }
    }

    private static SpeechOptions expecting(String language) {
        return SpeechOptions.quick()
                .withLikelyLanguage(language)
                .withExpectedLanguages(PHRASES.keySet())
                .withPhrases(PHRASES.get(language));
    }

    /** "Einfrieren." and "Fais-en une aquarelle." were what knocks and a crowd became. */
    @ParameterizedTest
    @ValueSource(strings = {"en", "de", "fr", "es"})
    void areNotHeardWhereNobodySpeaks(String language) {
        Map<String, AudioClip> sounds = new TreeMap<>(SoundsWithoutSpeech.all());
        sounds.keySet().removeIf(name -> name.endsWith("0.03"));
        assertThat(sounds).hasSizeGreaterThan(40);
        sounds.forEach((name, sound) -> {
            assertThat(WHISPER.transcribe(sound, expecting(language)).text())
                    .as(name)
                    .isEmpty();
            assertThat(WHISPER.transcribe(sound, expecting(language).withLanguage(language))
                            .text())
                    .as(name + ", in a language that is known")
                    .isEmpty();
        });
    }

    /** Spoken by SVOX Pico. "Tout" is the one whose sound by itself is most like silence. */
    @ParameterizedTest
    @CsvSource({"en, freeze, Freeze.", "de, einfrieren, Einfrieren.", "fr, tout, Tout.", "es, congelar, Congelar."})
    void areHeardWhereTheyAreSaid(String language, String clip, String text) throws Exception {
        AudioClip said = clip(clip);
        assertThat(WHISPER.transcribe(said, expecting(language)).text()).isEqualTo(text);
        assertThat(WHISPER.transcribe(said, expecting(language).withLanguage(language))
                        .text())
                .isEqualTo(text);
    }

    /** "El mar de noche": once in the language that is usual, and once in the one that it sounds like. */
    @Test
    void aFewWordsAreDecodedOnceInEachLanguageThatTheyMayBeIn() throws Exception {
        float[] whole =
                new SincResampler(LogMel.SAMPLE_RATE).resample(clip("es-4")).samples();
        AudioClip said = new AudioClip(Arrays.copyOf(whole, (int) (1.2 * LogMel.SAMPLE_RATE)), LogMel.SAMPLE_RATE);
        SpeechOptions any = SpeechOptions.quick().withExpectedLanguages(Set.of("es", "de"));
        int spanish = runs(said, any.withLanguage("es"), "es");
        int german = runs(said, any.withLanguage("de"), "de");
        int encoder = 1;
        int detection = 1;
        assertThat(runs(said, any, "es")).isEqualTo(spanish + detection);
        assertThat(runs(said, any.withLikelyLanguage("de"), "es"))
                .isEqualTo(encoder + detection + (spanish - encoder) + (german - encoder));
    }

    private static int runs(AudioClip clip, SpeechOptions options, String language) {
        WindowModel.Passage passage = new WindowModel.Passage(
                clip.samples(), clip.samples().length / LogMel.HOP, 0.9, options.language(), List.of(), List.of());
        AtomicInteger runs = new AtomicInteger();
        WindowModel.Window window = WHISPER.model()
                .understand(passage, options, new SplittableRandom(1), runs::incrementAndGet, segment -> {});
        assertThat(window.language()).isEqualTo(language);
        return runs.get();
    }
}
