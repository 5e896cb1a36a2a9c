package org.speakdraw.app.speech;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.speakdraw.inference.SpeakDrawException;
import org.speakdraw.inference.speech.DecodingControl;
import org.speakdraw.inference.speech.SpeechRecogniser;

class FileTurnsTest {

    private static final int MAX_FILES = 12;

    private final FileTurns<Job> turns = new FileTurns<>(MAX_FILES);

    private record Job(String address, int number) implements SpeechJob {
        @Override
        public Object speaker() {
            return address;
        }

        @Override
        public boolean step(SpeechRecogniser recogniser, DecodingControl control) {
            return false;
        }

        @Override
        public void failed(SpeakDrawException reason) {}
    }

    @Test
    void addressesTakeTurnsAndBeginOneFileAtATime() {
        for (int i = 0; i < 3; i++) {
            turns.add(new Job("library", i));
        }
        turns.add(new Job("reader", 0));
        assertThat(turns.begin()).contains(new Job("library", 0));
        assertThat(turns.begin()).contains(new Job("reader", 0));
        assertThat(turns.begin()).isEmpty();
        turns.ended(new Job("library", 0));
        assertThat(turns.begin()).contains(new Job("library", 1));
        assertThat(turns.begin()).isEmpty();
    }

    @Test
    void beginsNoMoreFilesThanFitIntoMemory() {
        for (int i = 0; i <= FileTurns.MAX_BEGUN; i++) {
            turns.add(new Job("reader " + i, 0));
        }
        for (int i = 0; i < FileTurns.MAX_BEGUN; i++) {
            assertThat(turns.begin()).isPresent();
        }
        assertThat(turns.begin()).isEmpty();
        turns.ended(new Job("reader 2", 0));
        assertThat(turns.begin()).isPresent();
    }

    @Test
    void oneAddressGetsHalfOfThePlacesAndGetsThemBack() {
        for (int i = 0; i < MAX_FILES / 2; i++) {
            assertThat(turns.add(new Job("library", i))).isTrue();
        }
        Job next = new Job("library", MAX_FILES / 2);
        assertThat(turns.add(next)).isFalse();
        assertThat(turns.begin()).isPresent();
        assertThat(turns.add(next)).as("a begun file holds its place").isFalse();
        assertThat(turns.add(new Job("reader", 0))).isTrue();
        turns.ended(new Job("library", 0));
        assertThat(turns.add(next)).isTrue();
    }

    @Test
    void givesBackWhatWaits() {
        turns.add(new Job("library", 0));
        turns.add(new Job("reader", 0));
        turns.begin();
        assertThat(turns.drain()).isEqualTo(List.of(new Job("reader", 0)));
        assertThat(turns.begin()).isEqualTo(Optional.empty());
    }
}
