package org.speakdraw.app.speech;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.speech.SpeechTurns.Kind;
import org.speakdraw.inference.SpeakDrawException;
import org.speakdraw.inference.speech.DecodingControl;
import org.speakdraw.inference.speech.SpeechRecogniser;

class SpeechTurnsTest {

    private final AtomicLong nanos = new AtomicLong();
    private final SpeechTurns turns = new SpeechTurns(8, 3, 0.25, nanos::get);

    /** At an address of its own, unless there is an @ in its name. */
    private record Job(String speaker, int number) implements SpeechJob {
        @Override
        public String address() {
            return speaker.substring(speaker.indexOf('@') + 1);
        }

        @Override
        public boolean step(SpeechRecogniser recogniser, DecodingControl control) {
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
        turns.addFile(book);
        assertThat(poll()).containsExactly(new Job("loud", 1), new Job("quiet", 1), new Job("shy", 1), book);
    }

    @Test
    void filesDoNotKeepPartialTextsFromBeingMade() {
        turns.addFile(new Job("reader", 0));
        assertThat(turns.addPartial(new Job("shy", 1))).isTrue();
        assertThat(turns.addPrepared(new Job("quiet", 1))).isTrue();
        assertThat(turns.full("late")).isFalse();
    }

    @Test
    void givesEveryAddressATurnHoweverManySpeakersItHas() {
        for (int i = 0; i < 3; i++) {
            turns.addFinal(new Job(i + "@school", 0));
        }
        turns.addFinal(new Job("home", 0));
        assertThat(poll())
                .containsExactly(
                        new Job("0@school", 0), new Job("home", 0), new Job("1@school", 0), new Job("2@school", 0));
    }

    @Test
    void addressesTakeTurnsWithPreparedAndPartialTexts() {
        for (int i = 0; i < 3; i++) {
            turns.addPrepared(new Job(i + "@school", 0));
            turns.addPartial(new Job("p" + i + "@school", 0));
        }
        turns.addPrepared(new Job("home", 0));
        turns.addPartial(new Job("house", 0));
        assertThat(poll().subList(0, 2)).containsExactly(new Job("0@school", 0), new Job("home", 0));
    }

    @Test
    void refusesWhatIsTooMuchForOneSpeakerOrOneAddressAndHasRoomForTheNext() {
        for (int i = 0; i < 3; i++) {
            assertThat(turns.addFinal(new Job("loud@school", i))).isTrue();
        }
        assertThat(turns.addFinal(new Job("loud@school", 3))).isFalse();
        assertThat(turns.addFinal(new Job("second@school", 0))).isTrue();
        assertThat(turns.full("school")).isTrue();
        assertThat(turns.addFinal(new Job("third@school", 0))).isFalse();
        for (String address : List.of("home", "library", "house", "late")) {
            assertThat(turns.full(address)).isFalse();
            assertThat(turns.addFinal(new Job(address, 0))).isTrue();
        }
        assertThat(turns.full("too late")).isTrue();
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
        turns.took(Kind.PARTIAL, TimeUnit.SECONDS.toNanos(1));
        turns.addPartial(new Job("a", 1));
        assertThat(turns.addPrepared(new Job("b", 1))).isTrue();
        assertThat(turns.addPrepared(new Job("b", 2))).isTrue();
        turns.addPrepared(new Job("c", 1));
        turns.dropPartial("c");
        assertThat(turns.poll()).contains(new SpeechTurns.Turn(new Job("b", 2), Kind.PREPARED));
        turns.addFinal(new Job("d", 0));
        assertThat(turns.addPrepared(new Job("b", 3))).isFalse();
        assertThat(poll()).containsExactly(new Job("d", 0));
    }

    /** Somebody pauses again as soon as the text of the last pause is made, and each takes 100 ms. */
    @Test
    void endlessPausesStarveNeitherPartialTextsNorFiles() {
        turns.addFile(new Job("reader", 0));
        turns.addPartial(new Job("shy", 0));
        List<Kind> kinds = new ArrayList<>();
        for (int step = 0; step < 4; step++) {
            turns.addPrepared(new Job("endless", step));
            SpeechTurns.Turn turn = turns.poll().orElseThrow();
            kinds.add(turn.kind());
            nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(50));
            turns.took(turn.kind(), TimeUnit.MILLISECONDS.toNanos(100));
        }
        assertThat(kinds).startsWith(Kind.PREPARED, Kind.PARTIAL).contains(Kind.FILE);
    }

    @Test
    void preparesTextsBeyondTheirShareWhileNobodyElseWantsAnything() {
        turns.took(Kind.PREPARED, TimeUnit.SECONDS.toNanos(1));
        turns.addPrepared(new Job("a", 1));
        assertThat(turns.pollLive()).as("not instead of a file").isEmpty();
        assertThat(poll()).containsExactly(new Job("a", 1));
    }

    @Test
    void aFileIsBrokenOffOnlyForWhatGoesBeforeItNow() {
        assertThat(turns.isLiveDue()).isFalse();
        turns.took(Kind.PREPARED, TimeUnit.MILLISECONDS.toNanos(100));
        turns.addPrepared(new Job("a", 1));
        turns.took(Kind.PARTIAL, TimeUnit.MILLISECONDS.toNanos(100));
        turns.addPartial(new Job("b", 1));
        assertThat(turns.isLiveDue()).isFalse();
        assertThat(turns.pollLive()).isEmpty();
        nanos.set(TimeUnit.MILLISECONDS.toNanos(100));
        assertThat(turns.isLiveDue()).as("half of the time").isTrue();
        assertThat(turns.pollLive()).contains(new SpeechTurns.Turn(new Job("a", 1), Kind.PREPARED));
        assertThat(turns.isLiveDue()).isFalse();
        nanos.set(TimeUnit.MILLISECONDS.toNanos(300));
        assertThat(turns.isLiveDue()).as("a quarter of the time").isTrue();
        assertThat(turns.pollLive()).contains(new SpeechTurns.Turn(new Job("b", 1), Kind.PARTIAL));
        turns.addFinal(new Job("c", 1));
        assertThat(turns.isLiveDue()).isTrue();
    }

    @Test
    void keepsPartialTextsWithinTheirShareAndNothingElse() {
        turns.took(Kind.PARTIAL, TimeUnit.MILLISECONDS.toNanos(100));
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
        turns.addFile(begun);
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
