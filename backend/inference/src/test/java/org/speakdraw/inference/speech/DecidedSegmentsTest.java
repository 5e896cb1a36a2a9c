package org.speakdraw.inference.speech;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In the tokens of the model that comes with the checkout. */
class DecidedSegmentsTest {

    private static final WhisperTokenizer TOKENIZER = WhisperTokenizer.open(Path.of("../../models/whisper"));
    private static final SpeechOptions OPTIONS = SpeechOptions.standard();
    private static final double LIKELY = -0.2;

    private final List<String> told = new ArrayList<>();
    private DecidedSegments decided = of(OPTIONS);
    private Hypothesis written = Hypothesis.empty();

    private DecidedSegments of(SpeechOptions options) {
        return DecidedSegments.of(TOKENIZER, options, segment -> told.add(TOKENIZER.decode(segment)));
    }

    private void write(int token, double logProbability) {
        written = written.plus(token, logProbability, TOKENIZER.special());
        decided.consider(written);
    }

    private void open(int second) {
        write(TOKENIZER.special().timestampBegin() + 50 * second, LIKELY);
    }

    /** A segment of a second. */
    private void write(String text, int second, double logProbability) {
        open(second);
        TOKENIZER.encode(text).forEach(token -> write(token, logProbability));
        open(second + 1);
    }

    @Test
    void eachIsDecidedOnceItsEndIsThere() {
        decided.begin(0.3);
        write(" A red fox.", 0, LIKELY);
        Hypothesis first = written;
        assertThat(told).containsExactly(" A red fox.");
        assertThat(decided.soFar()).isEqualTo(first);
        open(1);
        TOKENIZER.encode(" In the snow").forEach(token -> write(token, LIKELY));
        assertThat(told).hasSize(1);
        open(2);
        assertThat(told).containsExactly(" A red fox.", " In the snow");
        assertThat(decided.soFar()).isEqualTo(written);
    }

    /** What only a higher temperature may put right, and whatever follows it. */
    @Test
    void nothingIsDecidedFromTheFirstDoubtOn() {
        decided.begin(0);
        write(" A red fox.", 0, LIKELY);
        Hypothesis first = written;
        write(" In the snow.", 1, -1.5);
        write(" Under the moon.", 2, LIKELY);
        assertThat(told).containsExactly(" A red fox.");
        assertThat(decided.soFar()).isEqualTo(first);
    }

    /** Credits, punctuation, digits in circles, a phrase three times, and then all of it the same again. */
    @ParameterizedTest
    @ValueSource(
            strings = {" Thank you.", " ...", " 1-2-1-2-1-2-1-2", " a red fox, a red fox, a red fox", " A small house."
            })
    void nothingIsDecidedThatMayBeDroppedLater(String text) {
        decided.begin(0);
        write(" A small house.", 0, LIKELY);
        write(text, 1, LIKELY);
        assertThat(told).containsExactly(" A small house.");
    }

    @Test
    void nothingIsDecidedWhereSomebodyMayBeSilentOrNoTimesAreWanted() {
        decided.begin(0.31);
        write(" A red fox.", 0, LIKELY);
        decided = of(OPTIONS.withTimestamps(false));
        decided.begin(0);
        written = Hypothesis.empty();
        write(" A red fox.", 0, LIKELY);
        decided = DecidedSegments.none(TOKENIZER, OPTIONS);
        decided.begin(0);
        written = Hypothesis.empty();
        write(" A red fox.", 0, LIKELY);
        assertThat(told).isEmpty();
    }
}
