package org.speakdraw.app.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.recording.RecordingEntry.Gap;
import org.speakdraw.app.recording.RecordingEntry.Keyframe;
import org.speakdraw.app.recording.RecordingEntry.Kind;
import org.speakdraw.app.recording.RecordingEntry.Reason;

class RecordingQueueTest {

    private final UUID session = UUID.randomUUID();
    private final RecordingQueue queue = new RecordingQueue(1_000);

    @Test
    void refusesKeyframesOverTheBoundButNotesThatTheyAreMissing() {
        assertThat(queue.offer(frame(session, 0, 400))).isTrue();
        assertThat(queue.offer(frame(session, 1, 400))).isFalse();
        assertThat(queue.offer(new Gap(session, 1, 0, 9, 1, Reason.UNWRITTEN))).isTrue();
        assertThat(queue.peek(10_000)).extracting(RecordingEntry::number).containsExactly(0, 1);
    }

    @Test
    void givesRoomBackOnlyWhenWhatWaitedIsWritten() {
        queue.offer(frame(session, 0, 700));
        List<RecordingEntry> batch = queue.peek(10_000);
        assertThat(queue.offer(frame(session, 1, 700))).isFalse();
        queue.remove(batch);
        assertThat(queue.offer(frame(session, 1, 700))).isTrue();
    }

    @Test
    void forgetsASessionEvenWhileItsBatchIsBeingWritten() {
        UUID other = UUID.randomUUID();
        queue.offer(frame(session, 0, 100));
        queue.offer(frame(other, 0, 100));
        queue.offer(frame(session, 1, 100));
        List<RecordingEntry> batch = queue.peek(10_000);
        queue.forget(session);
        queue.offer(frame(other, 1, 100));
        queue.remove(batch);
        assertThat(queue.peek(10_000))
                .extracting(RecordingEntry::session, RecordingEntry::number)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(other, 1));
    }

    @Test
    void batchesByBytesButNeverStopsAtAnEntryLargerThanABatch() {
        queue.offer(frame(session, 0, 300));
        queue.offer(frame(session, 1, 100));
        assertThat(queue.peek(10)).hasSize(1);
        assertThat(queue.peek(600)).hasSize(1);
        assertThat(queue.peek(800)).hasSize(2);
    }

    private static Keyframe frame(UUID session, int number, int bytes) {
        return new Keyframe(session, number, number, Kind.OUTPUT, 0, new byte[32], new byte[bytes]);
    }
}
