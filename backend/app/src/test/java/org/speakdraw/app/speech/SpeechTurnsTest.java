package org.speakdraw.app.speech;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.speakdraw.inference.SpeakDrawException;
import org.speakdraw.inference.speech.Whisper;

@Timeout(10)
class SpeechTurnsTest {

    private final SpeechTurns turns = new SpeechTurns(6, 3, 0.25);

    private record Job(String speaker, int number) implements SpeechJob {
        @Override
        public boolean step(Whisper whisper) {
            return false;
        }

        @Override
        public void failed(SpeakDrawException reason) {}
    }

    @Test
    void givesEverySpeakerATurnHoweverManyJobsOneHas() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            turns.add(new Job("loud", i));
        }
        turns.add(new Job("shy", 0));
        turns.add(new Job("quiet", 0));
        assertThat(take(5))
                .containsExactly(
                        new Job("loud", 0),
                        new Job("shy", 0),
                        new Job("quiet", 0),
                        new Job("loud", 1),
                        new Job("loud", 2));
    }

    @Test
    void letsOthersInBetweenTheStepsOfALongJob() throws InterruptedException {
        Job book = new Job("reader", 0);
        turns.add(book);
        assertThat(turns.take().job()).isEqualTo(book);
        turns.add(new Job("shy", 0));
        turns.again(book);
        assertThat(take(2)).containsExactly(new Job("shy", 0), book);
    }

    @Test
    void refusesWhatIsTooMuchForOneOrForAll() {
        for (int i = 0; i < 3; i++) {
            assertThat(turns.add(new Job("loud", i))).isTrue();
        }
        assertThat(turns.add(new Job("loud", 3))).isFalse();
        for (int i = 0; i < 3; i++) {
            assertThat(turns.full()).isFalse();
            assertThat(turns.add(new Job("speaker " + i, 0))).isTrue();
        }
        assertThat(turns.full()).isTrue();
        assertThat(turns.add(new Job("late", 0))).isFalse();
    }

    @Test
    void dropsPartialTextsFirstAndKeepsTheNewestOfASpeaker() throws InterruptedException {
        assertThat(turns.addPartial(new Job("a", 1))).isTrue();
        assertThat(turns.addPartial(new Job("a", 2))).isTrue();
        turns.add(new Job("b", 0));
        assertThat(turns.addPartial(new Job("c", 1))).isFalse();
        assertThat(take(2)).containsExactly(new Job("b", 0), new Job("a", 2));
        turns.addPartial(new Job("a", 3));
        turns.dropPartial("a");
        turns.add(new Job("d", 0));
        assertThat(take(1)).containsExactly(new Job("d", 0));
    }

    @Test
    void preparesFinalTextsAheadOfPartialOnesUnlessSomebodyWaits() throws InterruptedException {
        turns.partialTook(TimeUnit.SECONDS.toNanos(1));
        turns.addPartial(new Job("a", 1));
        assertThat(turns.addAhead(new Job("b", 1))).isTrue();
        assertThat(turns.addAhead(new Job("b", 2))).isTrue();
        turns.addAhead(new Job("c", 1));
        turns.dropPartial("c");
        SpeechTurns.Turn turn = turns.take();
        assertThat(turn.job()).isEqualTo(new Job("b", 2));
        assertThat(turn.partial()).isTrue();
        turns.add(new Job("d", 0));
        assertThat(turns.addAhead(new Job("b", 3))).isFalse();
        assertThat(take(1)).containsExactly(new Job("d", 0));
    }

    @Test
    void keepsPartialTextsWithinTheirShareAndNothingElse() throws InterruptedException {
        turns.addPartial(new Job("a", 1));
        assertThat(turns.take().partial()).isTrue();
        long took = TimeUnit.MILLISECONDS.toNanos(100);
        long start = System.nanoTime();
        turns.partialTook(took);
        turns.addPartial(new Job("a", 2));
        turns.add(new Job("b", 0));
        assertThat(turns.take().partial()).isFalse();

        assertThat(turns.take().job()).isEqualTo(new Job("a", 2));
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(3 * took);
    }

    private List<SpeechJob> take(int count) throws InterruptedException {
        List<SpeechJob> jobs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            jobs.add(turns.take().job());
        }
        return jobs;
    }
}
