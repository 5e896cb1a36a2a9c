package org.speakdraw.app.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.recording.RecordingEntry.Kind;

class TimelineTest {

    @Test
    void passesOverWhatWasNotToBeRecordedButNotOverWhatWasLost() {
        Timeline timeline = timeline(
                new Timeline.Gap(0, 2_000, 9, "trimmed"),
                new Timeline.Gap(1_000, 3_000, 0, "paused"),
                new Timeline.Gap(4_000, 5_000, 7, "unwritten"),
                new Timeline.Gap(6_000, 60_000, 0, "paused"));
        assertThat(timeline.played(0)).isZero();
        assertThat(timeline.played(2_500)).isZero();
        assertThat(timeline.played(3_500)).isEqualTo(500);
        assertThat(timeline.played(5_500)).isEqualTo(2_500);
        assertThat(timeline.played(30_000)).as("in the middle of a gap").isEqualTo(3_000);
        assertThat(timeline.played(61_000)).isEqualTo(4_000);
        assertThat(timeline.playedFrames(Kind.OUTPUT))
                .extracting(Timeline.Frame::offset)
                .containsExactly(500L, 4_000L);
        assertThat(timeline.playedFrames(Kind.INPUT)).isEmpty();
    }

    private static Timeline timeline(Timeline.Gap... gaps) {
        RecordingSummary summary = new RecordingSummary(
                UUID.randomUUID(),
                Instant.EPOCH,
                61_000,
                false,
                2,
                2,
                "pocket",
                "",
                "",
                OptionalInt.empty(),
                Optional.empty());
        List<Timeline.Frame> frames =
                List.of(new Timeline.Frame(1, Kind.OUTPUT, 3_500, 42), new Timeline.Frame(2, Kind.OUTPUT, 61_000, 42));
        return new Timeline(summary, List.of(), List.of(), frames, List.of(gaps));
    }
}
