package org.speakdraw.inference.speech;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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
import org.speakdraw.inference.onnx.Interruption;
import org.speakdraw.inference.onnx.OnnxDevice;

/** The model that comes with the checkout, and a clip that says "Please paint a green house with a garden." */
class EmbeddedModelTest {

    private static final String PHRASES =
            "Draw a fox. Make it watercolour. Add a red hat. Only me. More. Less. Undo. Redo. Freeze. Clear.";

    private static final Set<String> EXPECTED = Set.of("en", "de", "fr", "es");

    private static final SpeechRecogniser WHISPER = SpeechRecogniser.open(
            Path.of("../../models/whisper"),
            OnnxDevice.open(DeviceOptions.parse("cpu", 1, 0, false, Path.of("engines"))));

    @AfterAll
    static void close() {
        WHISPER.close();
    }

    private static AudioClip garden() throws Exception {
        return clip("audio/garden.flac");
    }

    private static AudioClip clip(String name) throws Exception {
        Path file = Path.of("src/test/resources/org/speakdraw/inference").resolve(name);
        try (AudioDecoder decoder = new AudioDecoder()) {
            return decoder.decode(Files.readAllBytes(file), 30);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void understandsAPromptWithEitherContext(boolean shortContext) throws Exception {
        Transcript transcript =
                WHISPER.transcribe(garden(), SpeechOptions.quick().withShortContext(shortContext));
        assertThat(transcript.language()).isEqualTo("en");
        assertThat(transcript.text()).startsWith("Please").endsWith("house with a garden.");
    }

    @Test
    void keepsTheWordsOfSeveralBeamsApart() throws Exception {
        Transcript transcript = WHISPER.transcribe(garden(), SpeechOptions.standard());
        assertThat(transcript.text()).containsIgnoringCase("green house with a garden");
        assertThat(transcript.segments()).hasSize(1);
        assertThat(transcript.segments().get(0).endSeconds()).isBetween(1.5, garden().seconds());
    }

    /** Both are good enough for the standard limits, and one is made not to be. */
    @ParameterizedTest
    @CsvSource({"2.4, -1, 0.0", "2.4, 0, 0.2", "0.1, -1, 0.2"})
    void triesTheNextTemperatureWhereATextIsPoor(double maxCompression, double minLogProbability, double expected)
            throws Exception {
        SpeechOptions options = new SpeechOptions(
                "en",
                "",
                Set.of(),
                false,
                SpeechTask.TRANSCRIBE,
                "",
                "",
                true,
                5,
                2,
                List.of(0.0, 0.2),
                maxCompression,
                minLogProbability,
                1,
                0.5,
                224,
                true,
                false,
                true);
        assertThat(WHISPER.transcribe(garden(), options).segments())
                .isNotEmpty()
                .allSatisfy(segment -> assertThat(segment.temperature()).isEqualTo(expected));
    }

    /**
     * "Zeichne eine schwarze Katze auf einem roten Dach.", which the short context has three times: of one encoder and 50
     * tokens, half are enough.
     */
    @Test
    void aSentenceThatIsBegunAgainIsNeitherWrittenToItsEndNorListenedToAgain() throws Exception {
        ForeignPrompts.Spoken cat =
                Objects.requireNonNull(ForeignPrompts.spoken().get("de")).get(0);
        AtomicInteger encoded = new AtomicInteger();
        AtomicInteger runs = new AtomicInteger();
        Transcript transcript =
                WHISPER.transcribe(cat.clip(), SpeechOptions.quick().withLanguage("de"), new DecodingControl() {
                    @Override
                    public void beforeRun() {
                        runs.incrementAndGet();
                    }

                    @Override
                    public Interruption interruption() {
                        encoded.incrementAndGet();
                        return new Interruption();
                    }
                });
        assertThat(transcript.text()).isEqualTo(cat.words());
        assertThat(encoded).as("runs of the encoder").hasValue(1);
        int tokens = transcript.segments().get(0).tokens().size();
        assertThat(runs.get()).as("runs, half of them of another round").isBetween(tokens * 5 / 4, 2 * tokens + 2);
    }

    /** Silence, the sentence, silence, the sentence again: every word lies where it was said. */
    @Test
    void knowsWhenEachWordWasSaid() throws Exception {
        AudioClip garden = garden();
        float[] once = garden.samples();
        int silence = 2 * 16_000;
        float[] twice = new float[2 * (silence + once.length)];
        System.arraycopy(once, 0, twice, silence, once.length);
        System.arraycopy(once, 0, twice, 2 * silence + once.length, once.length);
        Transcript transcript = WHISPER.transcribe(
                new AudioClip(twice, 16_000),
                SpeechOptions.standard()
                        .withLanguage("en")
                        .withSearch(1, 1, List.of(0.0))
                        .withWords(true));
        List<SpeechWord> words = transcript.segments().stream()
                .flatMap(segment -> segment.words().stream())
                .toList();
        String together = String.join(" ", words.stream().map(SpeechWord::text).toList());
        assertThat(together).isEqualTo(transcript.text());
        List<SpeechWord> gardens =
                words.stream().filter(word -> word.text().startsWith("garden")).toList();
        assertThat(gardens).hasSize(2);
        double again = 4 + garden.seconds();
        assertThat(words.get(0).endSeconds()).isBetween(2.0, 2.9);
        assertThat(gardens.get(0).endSeconds()).isBetween(again - 2.7, again - 1.7);
        assertThat(words.get(words.indexOf(gardens.get(0)) + 1).endSeconds()).isBetween(again, again + 0.9);
        assertThat(words).extracting(SpeechWord::startSeconds).isSorted();
    }

    /** The loud ones, which are the hard ones; {@code SpeechBenchmark} takes all. */
    @ParameterizedTest
    @CsvSource({"'', ''", "'', '" + PHRASES + "'", "de, ''", "fr, ''"})
    void inventsNothingWhereNobodySpeaks(String likely, String phrases) {
        Map<String, AudioClip> sounds = new TreeMap<>(SoundsWithoutSpeech.all());
        sounds.keySet().removeIf(name -> !name.endsWith("0.20"));
        assertThat(sounds).hasSizeGreaterThan(20);
        SpeechOptions options = SpeechOptions.quick()
                .withPhrases(phrases)
                .withLikelyLanguage(likely)
                .withExpectedLanguages(likely.isEmpty() ? Set.of() : EXPECTED);
        sounds.forEach((name, sound) ->
                assertThat(WHISPER.transcribe(sound, options).text()).as(name).isEmpty());
    }

    /** As the page's voice detector may cut them out. */
    @ParameterizedTest
    @CsvSource({"tune, en", "crowd, en", "crowd, de"})
    void inventsNothingInASecondOfATuneOrOfManyVoices(String kind, String likely) {
        AudioClip sound = SoundsWithoutSpeech.all().get(kind + " of 8 s at 0.50");
        SpeechOptions options = SpeechOptions.quick()
                .withPhrases(PHRASES)
                .withLikelyLanguage(likely)
                .withExpectedLanguages(EXPECTED)
                .withOnlyExpected(true);
        for (int at = 0; at < 8; at++) {
            AudioClip second =
                    new AudioClip(Arrays.copyOfRange(sound.samples(), at * 16_000, (at + 1) * 16_000), 16_000);
            assertThat(WHISPER.transcribe(second, options).text())
                    .as("second %s", at)
                    .isEmpty();
        }
    }

    /** "Zeichne eine schwarze ...", and other beginnings. */
    @ParameterizedTest
    @CsvSource({
        "de-1, 1.4, en, de, zeichne",
        "de-4, 1.2, fr, de, dass",
        "en-5, 1.1, de, en, the sea",
        "es-4, 1.4, en, es, el mar",
        "fr-2, 1.1, es, fr, une maison",
        "fr-2, 1.1, fr, fr, une maison"
    })
    void hearsTheLanguageOfHalfASentenceWhateverWasSpokenBefore(
            String name, double seconds, String before, String language, String beginning) throws Exception {
        AudioClip whole = clip("speech/" + name + ".ogg");
        AudioClip half =
                new AudioClip(Arrays.copyOf(whole.samples(), (int) (seconds * whole.sampleRate())), whole.sampleRate());
        Transcript heard = WHISPER.transcribe(
                half,
                SpeechOptions.quick()
                        .withPhrases(PHRASES)
                        .withLikelyLanguage(before)
                        .withExpectedLanguages(EXPECTED));
        assertThat(heard.language()).isEqualTo(language);
        assertThat(heard.text()).startsWithIgnoringCase(beginning);
    }

    /** Four sentences with pauses between them. */
    private static AudioClip sentences() throws Exception {
        float[] all = new float[30 * 16_000];
        int length = 0;
        for (int number = 1; number <= 4; number++) {
            float[] sentence = clip("speech/de-" + number + ".ogg").samples();
            System.arraycopy(sentence, 0, all, length, sentence.length);
            length += sentence.length + 6_400;
        }
        return new AudioClip(Arrays.copyOf(all, length), 16_000);
    }

    /** With usual limits, and with one that no more than a few sentences keep. */
    @ParameterizedTest
    @CsvSource({"2.4, false", "1.2, true"})
    void isCertainOfOneSentenceAfterTheOtherAndKeepsThemWhenItTriesAgain(double maxCompression, boolean again)
            throws Exception {
        SpeechOptions options = new SpeechOptions(
                "",
                "",
                EXPECTED,
                false,
                SpeechTask.TRANSCRIBE,
                "",
                "",
                true,
                1,
                5,
                List.of(0.0, 0.2, 0.4),
                maxCompression,
                -1,
                0.6,
                0.5,
                224,
                true,
                false,
                false);
        AtomicInteger runs = new AtomicInteger();
        List<String> certain = new ArrayList<>();
        List<Integer> after = new ArrayList<>();
        Transcript transcript = WHISPER.transcribe(sentences(), options, new DecodingControl() {
            @Override
            public void beforeRun() {
                runs.incrementAndGet();
            }

            @Override
            public void certain(String text) {
                certain.add(text);
                after.add(runs.get());
            }
        });
        assertThat(transcript.segments())
                .hasSizeGreaterThan(2)
                .allSatisfy(segment -> assertThat(segment.temperature() > 0).isEqualTo(again));
        assertThat(certain)
                .hasSizeGreaterThan(1)
                .allSatisfy(text -> assertThat(transcript.text()).startsWith(text))
                .endsWith(transcript.text());
        assertThat(certain.get(0)).contains("Katze").doesNotContain("Haus");
        assertThat(after.get(0)).isLessThan(runs.get() / 2);
    }

    /** "Disegna un gatto nero su un tetto rosso." */
    @Test
    void saysNothingInALanguageThatIsNotSpokenHere() throws Exception {
        SpeechOptions options = SpeechOptions.quick()
                .withPhrases(PHRASES)
                .withLikelyLanguage("en")
                .withExpectedLanguages(EXPECTED);
        AudioClip italian = clip("speech/it-1.ogg");
        assertThat(WHISPER.transcribe(italian, options).language()).isEqualTo("it");
        SpeechOptions only = options.withOnlyExpected(true);
        assertThat(WHISPER.transcribe(italian, only).text()).isEmpty();
        assertThat(WHISPER.transcribe(italian, only.withLikelyLanguage("it")).text())
                .contains("gatto");
        assertThat(WHISPER.transcribe(italian, only.withLanguage("it")).text()).contains("gatto");
    }

    /** In German, French or Spanish as in the page's language. */
    @ParameterizedTest
    @ValueSource(strings = {"en-2", "de-2", "de-3", "fr-1", "fr-5", "es-1", "es-5"})
    void hearsWhatIsSpokenHereAsEver(String name) throws Exception {
        SpeechOptions options = SpeechOptions.quick()
                .withPhrases(PHRASES)
                .withLikelyLanguage("en")
                .withExpectedLanguages(EXPECTED);
        Transcript heard = WHISPER.transcribe(clip("speech/" + name + ".ogg"), options.withOnlyExpected(true));
        assertThat(heard.language()).isEqualTo(name.substring(0, 2));
        assertThat(heard.text())
                .isNotEmpty()
                .isEqualTo(WHISPER.transcribe(clip("speech/" + name + ".ogg"), options)
                        .text());
    }

    /** "Undo." */
    @Test
    void understandsAShortCommandWhereItIsExpected() throws Exception {
        SpeechOptions options = SpeechOptions.quick().withLikelyLanguage("en");
        Transcript alone = WHISPER.transcribe(clip("speech/undo.ogg"), options);
        Transcript expected = WHISPER.transcribe(clip("speech/undo.ogg"), options.withPhrases(PHRASES));
        assertThat(expected.text()).isEqualTo("Undo.").isNotEqualTo(alone.text());
        assertThat(expected.confidence()).isGreaterThan(alone.confidence());
        assertThat(WHISPER.transcribe(garden(), options.withPhrases(PHRASES)).text())
                .as("what is long is heard as ever")
                .isEqualTo(WHISPER.transcribe(garden(), options).text());
    }
}
