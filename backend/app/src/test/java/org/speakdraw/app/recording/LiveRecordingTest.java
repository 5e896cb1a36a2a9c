package org.speakdraw.app.recording;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.Json;
import org.speakdraw.app.recording.RecordingEntry.Begun;
import org.speakdraw.app.recording.RecordingEntry.Gap;
import org.speakdraw.app.recording.RecordingEntry.Keyframe;
import org.speakdraw.app.recording.RecordingEntry.Kind;
import org.speakdraw.app.recording.RecordingEntry.SettingsChanged;
import org.speakdraw.app.recording.RecordingEntry.Switched;
import org.speakdraw.app.settings.SettingsSchema;
import org.speakdraw.app.settings.StreamSchema;
import org.speakdraw.app.settings.StreamSettings;
import org.speakdraw.app.stream.events.Recordable;
import org.speakdraw.app.stream.events.RecordingState;
import org.speakdraw.app.stream.frames.FrameObserver;
import org.speakdraw.app.stream.frames.FrameTag;
import org.speakdraw.app.stream.frames.InputFrame;
import org.speakdraw.app.stream.frames.OutputFrame;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.diffusion.DiffusionBundle;
import org.speakdraw.inference.imaging.JpegCodec;
import org.speakdraw.inference.imaging.JpegLimits;

class LiveRecordingTest {

    private static final JpegCodec CODEC = new JpegCodec(new JpegLimits(1 << 20, 1 << 20));
    private static final SettingsSchema SCHEMA =
            StreamSchema.of(DiffusionBundle.read(Path.of("../../models/handmade")), 60);
    private static final StreamSettings SETTINGS = SCHEMA.defaults();
    /** So fast that every frame of a test is due. */
    private static final double ALWAYS = 1e9;

    private final Session session = new Session();
    private RecordingQueue queue = new RecordingQueue(1 << 20);
    private long nanos;

    /** Whatever a recording says to its session. */
    private static final class Session implements Recordable {
        private final UUID id = UUID.randomUUID();
        private final List<RecordingState> states = new ArrayList<>();
        private FrameObserver observer = FrameObserver.NONE;
        private Runnable settling = () -> {};

        @Override
        public UUID id() {
            return id;
        }

        @Override
        public void observe(FrameObserver newcomer) {
            observer = newcomer;
        }

        @Override
        public void settle() {
            settling.run();
        }

        @Override
        public void recording(RecordingState state) {
            states.add(state);
        }

        void show(byte[] input, byte[] output) {
            show(input, output, false);
        }

        void show(byte[] input, byte[] output, boolean unsure) {
            FrameTag tag = new FrameTag(1, 2, 3);
            byte[] message = new byte[16 + input.length];
            System.arraycopy(input, 0, message, 16, input.length);
            observer.shown(new InputFrame(tag, 0, message, 16), new OutputFrame(tag, output), SETTINGS, unsure);
        }

        RecordingState state() {
            return states.get(states.size() - 1);
        }
    }

    @Test
    void goesOnNoMoreOnceItHasEndedOrIsGone() {
        List<Consumer<LiveRecording>> ends =
                List.of(LiveRecording::end, LiveRecording::move, recording -> recording.abandon("gone"));
        for (Consumer<LiveRecording> end : ends) {
            queue = new RecordingQueue(1 << 20);
            LiveRecording recording = begin(ALWAYS, false);
            end.accept(recording);
            int before = queue.size();
            assertThat(recording.resume(ALWAYS, false, json("{}"))).isFalse();
            assertThat(queue.size()).isEqualTo(before);
            assertThat(session.observer).isSameAs(FrameObserver.NONE);
        }
    }

    @Test
    void keepsTheBytesThatWereShownAndInputOnlyWhenAsked() {
        LiveRecording recording = begin(ALWAYS, false);
        session.show(grey(10), grey(200));
        recording.resume(ALWAYS, true, json("{}"));
        session.show(grey(90), grey(50));

        assertThat(frames()).extracting(Keyframe::kind).containsExactly(Kind.OUTPUT, Kind.INPUT, Kind.OUTPUT);
        assertThat(frames().get(0).jpeg()).isEqualTo(grey(200));
        assertThat(frames().get(1).jpeg()).isEqualTo(grey(90));
    }

    @Test
    void goesOnWithWhatAnotherServerHasRecordedAfterAGap() {
        Instant start = Instant.parse("2026-11-23T10:00:00Z");
        LiveRecording recording = new LiveRecording(session, queue, CODEC, () -> nanos);
        recording.goOn(
                new RecordingStore.Kept(start, 2_000, 7), start.plusSeconds(5), ALWAYS, false, json("{\"steps\":2}"));
        nanos += TimeUnit.SECONDS.toNanos(1);
        session.show(grey(10), grey(200));

        List<RecordingEntry> entries = queue.peek(Long.MAX_VALUE);
        assertThat(entries.get(0)).isInstanceOfSatisfying(Gap.class, gap -> {
            assertThat(gap.number()).isEqualTo(1_000_000);
            assertThat(List.of(gap.startMillis(), gap.offsetMillis())).containsExactly(2_000L, 5_000L);
        });
        assertThat(entries.get(entries.size() - 1)).isInstanceOfSatisfying(Keyframe.class, frame -> {
            assertThat(frame.number()).isEqualTo(1_000_003);
            assertThat(frame.offsetMillis()).isEqualTo(6_000);
        });
    }

    @Test
    void doesNotGoBackInTimeWhereTheFormerServersClockWasAhead() {
        Instant start = Instant.parse("2026-11-23T10:00:00Z");
        LiveRecording recording = new LiveRecording(session, queue, CODEC, () -> nanos);
        recording.goOn(
                new RecordingStore.Kept(start, 2_000, 7), start.minusSeconds(1), ALWAYS, false, json("{\"steps\":2}"));
        nanos += TimeUnit.SECONDS.toNanos(1);
        session.show(grey(10), grey(200));

        assertThat(entries(Gap.class))
                .singleElement()
                .satisfies(gap -> assertThat(List.of(gap.startMillis(), gap.offsetMillis()))
                        .containsExactly(2_000L, 2_000L));
        assertThat(frames()).extracting(Keyframe::offsetMillis).containsExactly(3_000L);
    }

    @Test
    void leavesItOnForTheServerThatTheSessionMovesToAndOffAtItsEnd() {
        begin(2, true).move();
        LiveRecording again = new LiveRecording(session, queue, CODEC, () -> nanos++);
        again.begin(new byte[32], Instant.EPOCH, Optional.empty(), 2, true, json("{}"));
        again.end();
        assertThat(queue.peek(Long.MAX_VALUE).stream()
                        .filter(RecordingEntry.Switched.class::isInstance)
                        .map(RecordingEntry.Switched.class::cast)
                        .map(RecordingEntry.Switched::rate))
                .containsExactly(2.0, 0.0);
    }

    @Test
    void aPictureFromWordsHasNoInputToKeep() {
        begin(ALWAYS, true);
        FrameTag tag = new FrameTag(1, 0, 3);
        session.observer.shown(InputFrame.empty(tag), new OutputFrame(tag, grey(50)), SETTINGS, false);
        assertThat(frames()).extracting(Keyframe::kind).containsExactly(Kind.OUTPUT);
    }

    @Test
    void leavesOutWhatHardlyDiffersFromTheLastKeptPictureUntilItAddsUp() {
        begin(ALWAYS, false);
        for (int level : new int[] {100, 100, 103, 106, 109, 112}) {
            session.show(grey(0), grey(level));
        }
        assertThat(frames()).hasSize(2);
        assertThat(frames().get(1).jpeg()).isEqualTo(grey(109));
    }

    @Test
    void keepsToTheRate() {
        begin(Recorder.MIN_RATE, false);
        for (int level = 0; level < 250; level += 10) {
            session.show(grey(0), grey(level));
        }
        assertThat(frames()).hasSize(1);
    }

    @Test
    void keepsSettingsWithoutTheWordsOfPrompts() {
        LiveRecording recording = begin(2, false);
        recording.settingsChanged(json("{\"prompt\":\"secret\"}"));
        recording.settingsChanged(json("{\"strength\":0.4,\"negative_prompt\":\"secret\"}"));

        List<String> changes = entries(SettingsChanged.class).stream()
                .map(change -> change.changes().toString())
                .toList();
        assertThat(changes).hasSize(2).last().isEqualTo("{\"strength\":0.4}");
        assertThat(changes.toString()).doesNotContain("secret");
    }

    @Test
    void saysWhatItCouldNotKeepAndNotesItAsOneGap() {
        queue = new RecordingQueue(grey(0).length + 700);
        begin(ALWAYS, false);
        session.show(grey(0), grey(10));
        session.show(grey(0), grey(60));
        session.show(grey(0), grey(110));
        assertThat(session.state().lost())
                .as("told at once that something is lost")
                .isEqualTo(1);
        queue.remove(queue.peek(1 << 20));
        session.show(grey(0), grey(160));

        assertThat(entries(Gap.class)).singleElement().satisfies(gap -> {
            assertThat(gap.lost()).isEqualTo(2);
            assertThat(gap.startMillis()).isLessThanOrEqualTo(gap.offsetMillis());
        });
        assertThat(session.state().lost()).isEqualTo(2);
        assertThat(frames()).hasSize(1);
    }

    @Test
    void keepsNothingWhileItIsSuspendedAndGoesOnByItself() {
        LiveRecording recording = begin(ALWAYS, false);
        session.show(grey(0), grey(10));
        recording.suspend("The disk is full.");
        assertThat(session.state().on()).isTrue();
        assertThat(session.state().problem()).isEqualTo("The disk is full.");
        session.show(grey(0), grey(60));
        session.show(grey(0), grey(110));
        assertThat(frames()).hasSize(1);
        recording.settingsChanged(json("{\"seed\":1}"));

        recording.writing();
        assertThat(session.state().problem()).isEmpty();
        session.show(grey(0), grey(160));
        assertThat(frames()).hasSize(2);
        assertThat(entries(Gap.class))
                .singleElement()
                .satisfies(gap -> assertThat(gap.lost()).isEqualTo(2));
        assertThat(entries(SettingsChanged.class)).hasSize(2);
    }

    @Test
    void keepsOnWhileWritingIsOnlyDelayed() {
        LiveRecording recording = begin(ALWAYS, false);
        recording.suspend("The disk is full.");
        recording.delayed("The database is away.");
        assertThat(session.state().problem()).isEqualTo("The database is away.");
        session.show(grey(0), grey(60));
        assertThat(frames()).hasSize(1);
    }

    @Test
    void leavesAGapWhereItWasSwitchedOffAndLooksAtNothingMeanwhile() {
        LiveRecording recording = begin(ALWAYS, false);
        recording.pause();
        assertThat(session.observer).isSameAs(FrameObserver.NONE);
        assertThat(session.state().on()).isFalse();
        recording.resume(ALWAYS, false, json("{}"));
        assertThat(entries(Gap.class)).extracting(Gap::reason).containsExactly(RecordingEntry.Reason.PAUSED);
        assertThat(session.state().on()).isTrue();
    }

    @Test
    void endsWithWhatWasSeenLastWhenNobodyWasThereAnyMore() {
        LiveRecording recording = begin(ALWAYS, false);
        nanos = TimeUnit.SECONDS.toNanos(3);
        session.show(grey(0), grey(10));
        nanos = TimeUnit.SECONDS.toNanos(90);
        recording.end();
        assertThat(session.state().on()).isFalse();
        assertThat(entries(Switched.class)).extracting(Switched::offsetMillis).containsExactly(4_000L);
    }

    @Test
    void goesOnFromTheEndOfThePartThatWasKept() {
        LiveRecording recording = begin(ALWAYS, false);
        nanos = TimeUnit.SECONDS.toNanos(20);
        recording.pause();
        recording.cut(new RecordingEdit.Span(5_000, 15_000));
        nanos = TimeUnit.SECONDS.toNanos(30);
        recording.resume(ALWAYS, false, json("{}"));
        session.show(grey(0), grey(10));
        assertThat(entries(Gap.class)).singleElement().satisfies(gap -> {
            assertThat(gap.startMillis()).isEqualTo(10_000);
            assertThat(gap.offsetMillis()).isEqualTo(25_000);
        });
        assertThat(frames()).extracting(Keyframe::offsetMillis).containsExactly(25_000L);
    }

    @Test
    void numbersItsEntriesWithoutRepeating() {
        LiveRecording recording = begin(ALWAYS, true);
        session.show(grey(0), grey(10));
        recording.pause();
        recording.resume(ALWAYS, true, json("{\"seed\":1}"));
        session.show(grey(100), grey(110));
        assertThat(entries(RecordingEntry.class))
                .extracting(RecordingEntry::number)
                .doesNotHaveDuplicates();
    }

    @Test
    void whatIsNotKnownToBeHarmlessIsKeptOnlyOnceItIs() {
        LiveRecording recording = begin(ALWAYS, true);
        session.show(grey(0), grey(10), true);
        long between = nanos;
        session.show(grey(100), grey(110), true);
        assertThat(frames()).isEmpty();
        session.observer.cleared(between);
        assertThat(frames()).extracting(Keyframe::kind).containsExactly(Kind.INPUT, Kind.OUTPUT);

        session.observer.unfit();
        session.observer.cleared(nanos);
        assertThat(frames()).hasSize(2);

        session.show(grey(100), grey(110), true);
        recording.pause();
        session.observer.cleared(nanos);
        assertThat(frames()).as("it ended and nobody knew").hasSize(2);

        recording.resume(ALWAYS, false, json("{}"));
        session.show(grey(0), grey(220), true);
        session.settling = () -> session.observer.cleared(nanos);
        recording.pause();
        assertThat(frames()).as("it was looked at in the end").hasSize(3);
        assertThat(recording.isOn()).isFalse();
    }

    private LiveRecording begin(double rate, boolean input) {
        LiveRecording recording = new LiveRecording(session, queue, CODEC, () -> nanos++);
        recording.begin(new byte[32], Instant.EPOCH, Optional.empty(), rate, input, SCHEMA.toJson(SETTINGS));
        assertThat(entries(Begun.class)).hasSize(1);
        return recording;
    }

    private static ObjectNode json(String text) {
        return Json.read(text, ObjectNode.class, ApiError.INTERNAL);
    }

    private List<Keyframe> frames() {
        return entries(Keyframe.class);
    }

    private <T> List<T> entries(Class<T> type) {
        return queue.peek(Long.MAX_VALUE).stream()
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    private static byte[] grey(int level) {
        byte[] rgb = new byte[3 * 64 * 64];
        Arrays.fill(rgb, (byte) level);
        return CODEC.encode(new Frame(64, 64, rgb), 90);
    }
}
