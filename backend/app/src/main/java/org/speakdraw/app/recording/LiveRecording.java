package org.speakdraw.app.recording;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.speakdraw.app.recording.RecordingEntry.Kind;
import org.speakdraw.app.recording.RecordingEntry.Reason;
import org.speakdraw.app.settings.StreamSettings;
import org.speakdraw.app.stream.events.Recordable;
import org.speakdraw.app.stream.events.RecordingState;
import org.speakdraw.app.stream.frames.FrameObserver;
import org.speakdraw.app.stream.frames.InputFrame;
import org.speakdraw.app.stream.frames.OutputFrame;
import org.speakdraw.inference.imaging.JpegCodec;

/**
 * The recording of a live session: picks key frames as pictures go out, notes settings, and knows what could not be
 * kept. What is not known to be harmless yet waits here until it is, and is dropped if it is not.
 * Thread-safe; nothing in it waits for the database.
 */
final class LiveRecording implements FrameObserver {

    /** How long the last picture is seen when nobody is there any more to see it. */
    private static final long LAST_MILLIS = 1_000;
    /** Numbers that one server has for its entries: more than a day has, and few enough to move a thousand times. */
    private static final int STRETCH = 1_000_000;

    private final Recordable session;
    private final RecordingQueue queue;
    private final KeyframeChoice outputs;
    private final KeyframeChoice inputs;
    private final LongSupplier nanoTime;
    private long startNanos;
    private volatile long nextNanos;
    private volatile long seenMillis;
    private volatile RecordingState state = RecordingState.OFF;
    private final ProvisionalFrames provisional = new ProvisionalFrames();
    private int entries = 1;
    private long switchedOffMillis;
    private @Nullable Loss loss;
    private boolean suspended;
    /** It never goes on. */
    private boolean over;

    /** A run of key frames that could not be kept. */
    private record Loss(long startMillis, long endMillis, long count) {}

    LiveRecording(Recordable session, RecordingQueue queue, JpegCodec codec, LongSupplier nanoTime) {
        this.session = session;
        this.queue = queue;
        this.outputs = new KeyframeChoice(codec);
        this.inputs = new KeyframeChoice(codec);
        this.nanoTime = nanoTime;
        this.startNanos = nanoTime.getAsLong();
        this.nextNanos = startNanos;
    }

    UUID session() {
        return session.id();
    }

    boolean isOn() {
        return state.on();
    }

    /** Begins; {@code settings} are all of them. */
    synchronized void begin(
            byte[] tokenDigest,
            Instant now,
            Optional<UUID> repaintOf,
            double rate,
            boolean input,
            ObjectNode settings) {
        queue.offer(new RecordingEntry.Begun(session(), tokenDigest, now, rate, input, repaintOf));
        settingsChanged(settings);
        switchOn(rate, input);
    }

    /**
     * Goes on with what another server has recorded of the session, with a gap between. That server may still have to
     * write its last entries, so the numbers here begin well behind; and its clock may be ahead, but a recording does not
     * go back in time.
     */
    synchronized void goOn(RecordingStore.Kept kept, Instant now, double rate, boolean input, ObjectNode settings) {
        long offset = Math.max(
                kept.durationMillis(), Duration.between(kept.startedAt(), now).toMillis());
        startNanos = nanoTime.getAsLong() - TimeUnit.MILLISECONDS.toNanos(offset);
        entries = (kept.lastNumber() / STRETCH + 1) * STRETCH;
        switchedOffMillis = kept.durationMillis();
        resume(rate, input, settings);
    }

    /**
     * Goes on after {@link #pause}, with a gap between.
     *
     * @return false when it has ended or was deleted, perhaps a moment ago
     */
    synchronized boolean resume(double rate, boolean input, ObjectNode settings) {
        if (over) {
            return false;
        }
        long now = offsetMillis();
        if (!isOn()) {
            queue.offer(new RecordingEntry.Gap(session(), entries++, switchedOffMillis, now, 0, Reason.PAUSED));
        }
        queue.offer(new RecordingEntry.Switched(session(), entries++, now, rate, input));
        settingsChanged(settings);
        switchOn(rate, input);
        return true;
    }

    private void switchOn(double rate, boolean input) {
        nextNanos = nanoTime.getAsLong();
        tell(new RecordingState(true, rate, input, state.lost(), state.problem()));
        session.observe(this);
    }

    /** Stops; what was kept stays. */
    void pause() {
        settle();
        stop(Long.MAX_VALUE, 0);
    }

    /** Stops because the session has ended, perhaps long after the last picture: nobody was there. */
    void end() {
        settle();
        last(seenMillis + LAST_MILLIS, 0);
    }

    /** Stops because the session goes on on another server, where it is recorded as it was here. */
    void move() {
        settle();
        last(Long.MAX_VALUE, state.rate());
    }

    private void settle() {
        if (isOn()) {
            session.settle();
        }
    }

    private synchronized void last(long latest, double left) {
        over = true;
        stop(latest, left);
    }

    /**
     * @param latest milliseconds of the recording at which it ends, if that is not still to come
     * @param left   key frames a second that are to be kept after it
     */
    private synchronized void stop(long latest, double left) {
        if (isOn()) {
            session.observe(NONE);
            provisional.clear();
            closeLoss();
            switchedOffMillis = Math.min(offsetMillis(), latest);
            queue.offer(new RecordingEntry.Switched(session(), entries++, switchedOffMillis, left, state.input()));
            tell(new RecordingState(false, state.rate(), state.input(), state.lost(), ""));
        }
    }

    /** While it is paused, a part became all of it: offsets count from there. */
    synchronized void cut(RecordingEdit.Span kept) {
        startNanos += TimeUnit.MILLISECONDS.toNanos(kept.from());
        switchedOffMillis = kept.millis();
    }

    /** Stops for good: what was kept is gone. */
    synchronized void abandon(String reason) {
        over = true;
        session.observe(NONE);
        provisional.clear();
        tell(new RecordingState(false, 0, false, 0, reason));
    }

    /** Settings changed. */
    synchronized void settingsChanged(ObjectNode changes) {
        ObjectNode kept = SettingsWithoutWords.of(changes);
        if (!kept.isEmpty()) {
            queue.offer(new RecordingEntry.SettingsChanged(session(), entries++, offsetMillis(), kept));
        }
    }

    /** Key frames are kept again, if they were not. */
    synchronized void writing() {
        suspended = false;
        problem("");
    }

    /** Key frames wait, for this reason. */
    synchronized void delayed(String reason) {
        suspended = false;
        problem(reason);
    }

    /** No more key frames are kept, for this reason. */
    synchronized void suspend(String reason) {
        suspended = true;
        problem(reason);
    }

    private void problem(String sentence) {
        if (isOn() && !state.problem().equals(sentence)) {
            tell(new RecordingState(true, state.rate(), state.input(), state.lost(), sentence));
        }
    }

    @Override
    public void shown(InputFrame input, OutputFrame output, StreamSettings settings, boolean unsure) {
        long now = nanoTime.getAsLong();
        if (now - nextNanos >= 0) {
            pick(input, output, settings, now, unsure);
        }
    }

    @Override
    public synchronized void cleared(long nanos) {
        provisional.before(nanos).forEach(this::write);
    }

    @Override
    public synchronized void unfit() {
        provisional.clear();
        inputs.forget();
        outputs.forget();
    }

    private synchronized void pick(
            InputFrame input, OutputFrame output, StreamSettings settings, long now, boolean unsure) {
        if (!isOn()) {
            return;
        }
        long period = (long) (TimeUnit.SECONDS.toNanos(1) / state.rate());
        // Frames come when they come; the rate holds in the mean, and a pause is not made up for.
        nextNanos = now - nextNanos < period ? nextNanos + period : now + period;
        seenMillis = offsetMillis();
        if (state.input() && !input.isEmpty()) {
            keep(Kind.INPUT, input.jpeg(), settings.seed(), now, unsure);
        }
        keep(Kind.OUTPUT, output.jpeg(), settings.seed(), now, unsure);
    }

    private void keep(Kind kind, byte[] jpeg, long seed, long now, boolean unsure) {
        choice(kind).digestIfNew(jpeg).ifPresent(digest -> {
            RecordingEntry.Keyframe frame =
                    new RecordingEntry.Keyframe(session(), entries++, offsetMillis(), kind, seed, digest, jpeg);
            if (!unsure) {
                write(frame);
            } else if (!provisional.add(frame, now)) {
                lose(frame);
            }
        });
    }

    private KeyframeChoice choice(Kind kind) {
        return kind == Kind.INPUT ? inputs : outputs;
    }

    private void write(RecordingEntry.Keyframe frame) {
        if (!suspended && queue.offer(frame)) {
            closeLoss();
        } else {
            lose(frame);
        }
    }

    private void lose(RecordingEntry.Keyframe frame) {
        long offset = frame.offsetMillis();
        choice(frame.kind()).forget();
        Loss before = loss;
        loss = before == null ? new Loss(offset, offset, 1) : new Loss(before.startMillis, offset, before.count + 1);
        state = new RecordingState(true, state.rate(), state.input(), state.lost() + 1, state.problem());
        if (before == null) {
            tell(state);
        }
    }

    private void closeLoss() {
        Loss closed = loss;
        if (closed != null) {
            loss = null;
            queue.offer(new RecordingEntry.Gap(
                    session(), entries++, closed.startMillis, closed.endMillis, closed.count, Reason.UNWRITTEN));
            tell(state);
        }
    }

    private long offsetMillis() {
        return TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong() - startNanos);
    }

    private void tell(RecordingState changed) {
        state = changed;
        session.recording(changed);
    }
}
