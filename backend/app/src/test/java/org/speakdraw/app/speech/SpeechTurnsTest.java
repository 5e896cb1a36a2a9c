package org.speakdraw.app.speech;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.speech.SpeechTurns.Kind;
import org.speakdraw.inference.SpeakDrawException;
import org.speakdraw.inference.speech.Whisper;

class SpeechTurnsTest {

    private final AtomicLong nanos = new AtomicLong();
    private final SpeechTurns turns = new SpeechTurns(6, 3, 0.25, nanos::get);

    private record Job(String speaker, int number) implements SpeechJob {
        @Override
        public boolean step(Whisper whisper) {
            return false;
        }

        @Override
        public void failed(SpeakDrawException reason) {}
    }

    @Test
    void givesEverySpeakerATurnHoweverManyJobsOneHas() {
        for (int i = 0; i < 3; i++) {
            turns.addFinal(new Job("loud", i));
        }
        turns.addFinal(new Job("shy", 0));
        turns.addFinal(new Job("quiet", 0));
        assertThat(poll())
                .containsExactly(
                        new Job("loud", 0),
                        new Job("shy", 0),
                        new Job("quiet", 0),
                        new Job("loud", 1),
                        new Job("loud", 2));
    }

    @Test
    void liveSpeechGoesBeforeTheNextWindowOfAFile() {
        Job book = new Job("reader", 0);
        turns.addFile(book);
        assertThat(turns.poll()).contains(new SpeechTurns.Turn(book, Kind.FILE));
        turns.addPartial(new Job("shy", 1));
        turns.addPrepared(new Job("quiet", 1));
        turns.addFinal(new Job("loud", 1));
        turns.again(book);
        assertThat(poll()).containsExactly(new Job("loud", 1), new Job("quiet", 1), new Job("shy", 1), book);
    }

    @Test
    void filesDoNotKeepPartialTextsFromBeingMade() {
        turns.addFile(new Job("reader", 0));
        assertThat(turns.addPartial(new Job("shy", 1))).isTrue();
        assertThat(turns.addPrepared(new Job("quiet", 1))).isTrue();
        assertThat(turns.full()).isFalse();
    }

    @Test
    void addressesTakeTurnsWithTheirFilesAndBeginOneAtATime() {
        for (int i = 0; i < 3; i++) {
            turns.addFile(new Job("library", i));
        }
        turns.addFile(new Job("reader", 0));
        List<SpeechJob> steps = new ArrayList<>();
        for (int step = 0; step < 9; step++) {
            SpeechJob job = turns.poll().orElseThrow().job();
            steps.add(job);
            turns.again(job);
        }
        assertThat(steps).containsOnly(new Job("library", 0), new Job("reader", 0));
        assertThat(steps.subList(3, 9)).filteredOn(new Job("reader", 0)::equals).hasSize(3);
    }

    @Test
    void beginsNoMoreFilesThanFitIntoMemory() {
        for (int i = 0; i < 2 * FileTurns.MAX_BEGUN; i++) {
            turns.addFile(new Job("reader " + i, 0));
        }
        List<SpeechJob> begun = new ArrayList<>();
        for (int step = 0; step < 40; step++) {
            SpeechJob job = turns.poll().orElseThrow().job();
            begun.add(job);
            turns.again(job);
        }
        assertThat(begun.stream().distinct()).hasSize(FileTurns.MAX_BEGUN);
        assertThat(begun.subList(36, 40)).doesNotHaveDuplicates();
    }

    @Test
    void refusesWhatIsTooMuchForOneOrForAll() {
        for (int i = 0; i < 3; i++) {
            assertThat(turns.addFinal(new Job("loud", i))).isTrue();
        }
        assertThat(turns.addFinal(new Job("loud", 3))).isFalse();
        for (int i = 0; i < 3; i++) {
            assertThat(turns.full()).isFalse();
            assertThat(turns.addFinal(new Job("speaker " + i, 0))).isTrue();
        }
        assertThat(turns.full()).isTrue();
        assertThat(turns.addFinal(new Job("late", 0))).isFalse();
    }

    @Test
    void dropsPartialTextsFirstAndKeepsTheNewestOfASpeaker() {
        assertThat(turns.addPartial(new Job("a", 1))).isTrue();
        assertThat(turns.addPartial(new Job("a", 2))).isTrue();
        turns.addFinal(new Job("b", 0));
        assertThat(turns.addPartial(new Job("c", 1))).isFalse();
        assertThat(poll()).containsExactly(new Job("b", 0), new Job("a", 2));
        turns.addPartial(new Job("a", 3));
        turns.dropPartial("a");
        turns.addFinal(new Job("d", 0));
        assertThat(poll()).containsExactly(new Job("d", 0));
    }

    @Test
    void preparesFinalTextsBeforePartialOnesUnlessSomebodyWaits() {
        turns.partialTook(TimeUnit.SECONDS.toNanos(1));
        turns.addPartial(new Job("a", 1));
        assertThat(turns.addPrepared(new Job("b", 1))).isTrue();
        assertThat(turns.addPrepared(new Job("b", 2))).isTrue();
        turns.addPrepared(new Job("c", 1));
        turns.dropPartial("c");
        assertThat(turns.poll()).contains(new SpeechTurns.Turn(new Job("b", 2), Kind.PARTIAL));
        turns.addFinal(new Job("d", 0));
        assertThat(turns.addPrepared(new Job("b", 3))).isFalse();
        assertThat(poll()).containsExactly(new Job("d", 0));
    }

    @Test
    void keepsPartialTextsWithinTheirShareAndNothingElse() {
        turns.partialTook(TimeUnit.MILLISECONDS.toNanos(100));
        turns.addPartial(new Job("a", 2));
        turns.addFinal(new Job("b", 0));
        assertThat(poll()).containsExactly(new Job("b", 0));
        nanos.set(TimeUnit.MILLISECONDS.toNanos(300) - 1);
        assertThat(turns.poll()).isEmpty();
        nanos.incrementAndGet();
        assertThat(poll()).containsExactly(new Job("a", 2));
    }

    @Test
    void givesBackAllThatSomebodyWaitsFor() {
        Job begun = new Job("reader", 0);
        turns.addFile(begun);
        turns.poll();
        turns.again(begun);
        turns.addFile(new Job("library", 0));
        turns.addFinal(new Job("loud", 0));
        assertThat(turns.drain()).containsExactlyInAnyOrder(begun, new Job("library", 0), new Job("loud", 0));
        assertThat(turns.poll()).isEmpty();
    }

    /** All that may be worked on now, in order. */
    private List<SpeechJob> poll() {
        List<SpeechJob> jobs = new ArrayList<>();
        for (var next = turns.poll(); next.isPresent(); next = turns.poll()) {
            jobs.add(next.get().job());
        }
        return jobs;
    }
}
