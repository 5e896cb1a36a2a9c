package org.speakdraw.app.stream.session;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.speakdraw.app.settings.Input;
import org.speakdraw.app.settings.StreamSettings;
import org.speakdraw.app.stream.frames.FrameIntake;
import org.speakdraw.app.stream.frames.FrameTag;
import org.speakdraw.app.stream.frames.InputFrame;
import org.speakdraw.app.stream.frames.PromptOnlyClock;

/** A session's own frames, while it paints from the prompt only. Thread-safe. */
final class PromptOnlyFrames {

    /** More than the eye takes for a movement. */
    private static final long MAX_PER_SECOND = 30;

    private final SettingsInForce settings;
    private final FrameIntake intake;
    private final PromptOnlyClock clock;
    private final AtomicLong sequence = new AtomicLong();

    PromptOnlyFrames(SettingsInForce settings, FrameIntake intake, ScheduledExecutorService scheduler) {
        this.settings = settings;
        this.intake = intake;
        this.clock = new PromptOnlyClock(
                scheduler, System::nanoTime, TimeUnit.SECONDS.toNanos(1) / MAX_PER_SECOND, this::offer);
    }

    /** Whether there is to be a frame: the picture may change. */
    boolean wanted() {
        StreamSettings now = settings.wanted();
        return now.input() == Input.NONE && !now.frozen() && !settings.held() && !settings.settled();
    }

    /** The next frame, as soon as its time has come. */
    void wake() {
        clock.wake();
    }

    private void offer() {
        intake.offer(InputFrame.empty(new FrameTag(sequence.incrementAndGet() & 0xFFFF_FFFFL, 0, System.nanoTime())));
    }
}
