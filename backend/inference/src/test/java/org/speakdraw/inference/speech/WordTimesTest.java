package org.speakdraw.inference.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Words out of tokens, and when they were said. */
class WordTimesTest {

    private static final WhisperTokenizer TOKENIZER = WhisperTokenizer.open(Path.of("../../models/whisper"));

    @Test
    void followsWhatIsListenedTo() {
        // Each token listens to twenty positions, one token after the other; the second head only hums along.
        float[][][] attention = new float[2][5][120];
        for (int token = 0; token < 5; token++) {
            for (int position = 0; position < 120; position++) {
                boolean listens = position / 20 == token;
                attention[0][token][position] = listens ? 0.04f : 0.002f;
                attention[1][token][position] = 1 / 120f;
            }
        }
        double[] times = TokenTimes.of(attention, 1, 3, 80);
        assertThat(times[0]).isEqualTo(0);
        assertThat(times[1]).isCloseTo(40 * 0.02, within(0.021));
        assertThat(times[2]).isCloseTo(60 * 0.02, within(0.021));
    }

    @Test
    void copesWithHardlyAnySound() {
        assertThat(TokenTimes.of(new float[1][4][1500], 1, 3, 1)).containsExactly(0, 0, 0);
        assertThat(TokenTimes.of(new float[1][4][2], 1, 3, 2)).isSorted();
    }

    @Test
    void cutsAtSpacesAndLeavesPunctuationWithItsWord() {
        List<Integer> tokens = TOKENIZER.encode(" Draw me a \"watercolour\" fox, please! It's snowing.");
        List<WordSplitter.Word> words = new WordSplitter(TOKENIZER, "en").words(tokens);
        assertThat(words.stream().map(word -> word.text().strip()))
                .containsExactly("Draw", "me", "a", "\"watercolour\"", "fox,", "please!", "It's", "snowing.");
        assertThat(words.get(0).from()).isZero();
        for (int i = 1; i < words.size(); i++) {
            assertThat(words.get(i).from())
                    .isGreaterThanOrEqualTo(words.get(i - 1).to());
        }
    }

    @Test
    void cutsAtCharactersWhereThereAreNoSpaces() {
        List<Integer> tokens = TOKENIZER.encode("雪の中の狐🦊を描いて。");
        List<WordSplitter.Word> words = new WordSplitter(TOKENIZER, "ja").words(tokens);
        assertThat(String.join("", words.stream().map(WordSplitter.Word::text).toList()))
                .isEqualTo("雪の中の狐🦊を描いて。");
        assertThat(words).hasSizeGreaterThan(3).noneMatch(word -> word.text().contains("\uFFFD"));
        assertThat(words.get(words.size() - 1).text()).endsWith("。");
    }

    @Test
    void countsTheSilenceBetweenSentencesToNoWord() {
        List<WordSplitter.Word> words = List.of(
                new WordSplitter.Word(" Draw", 0, 1),
                new WordSplitter.Word(" a", 1, 2),
                new WordSplitter.Word(" fox.", 2, 3),
                new WordSplitter.Word(" Undo.", 3, 4));
        List<TimedWord> timed = TimedWord.of(words, new double[] {0, 1.3, 1.5, 4, 4.3});
        assertThat(timed.get(0).word().startSeconds()).isCloseTo(0, within(1e-9));
        assertThat(timed.get(2).word().endSeconds()).isLessThan(4);
        assertThat(timed.get(3).token()).isEqualTo(3);
        VoicedSound all = VoicedSound.of(new float[64 * LogMel.SAMPLE_RATE], new float[2000], 0);
        assertThat(timed.get(3).in(all, 30).startSeconds()).isCloseTo(34, within(1e-9));
    }
}
