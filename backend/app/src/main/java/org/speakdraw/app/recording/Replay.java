package org.speakdraw.app.recording;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.stream.frames.FrameTag;
import org.speakdraw.app.stream.frames.OutputFeed;
import org.speakdraw.app.stream.frames.OutputFrame;

/**
 * One viewer's replay: shows every key frame at its time, read from the database when it is due; between two frames
 * nothing runs but a check once a second that the viewer is still there. A viewer too slow for all frames gets the
 * newest, as of a live stream. Its steps run one after the other; the scheduler only says when.
 */
final class Replay {

    private static final System.Logger LOG = System.getLogger(Replay.class.getName());
    private static final long LOOK_MILLIS = 1_000;

    private final List<Timeline.Frame> frames;
    private final IntFunction<Optional<byte[]>> jpegs;
    private final ScheduledExecutorService scheduler;
    private final Executor readers;
    private final Runnable ended;
    private final OutputFeed feed = new OutputFeed(1);
    private long startNanos;
    private long from;
    private double speed = 1;
    private int next;
    private boolean finished;

    /**
     * @param frames in order
     * @param jpegs  picture of a frame's number; may wait
     * @param scheduler whose threads wait for nothing
     * @param readers for what waits
     * @param ended  called once, when the viewer is gone or has seen everything
     */
    Replay(
            List<Timeline.Frame> frames,
            IntFunction<Optional<byte[]>> jpegs,
            ScheduledExecutorService scheduler,
            Executor readers,
            Runnable ended) {
        this.frames = frames;
        this.jpegs = jpegs;
        this.scheduler = scheduler;
        this.readers = readers;
        this.ended = ended;
    }

    OutputFeed feed() {
        return feed;
    }

    /**
     * Plays from the frame that is on the screen at {@code from}.
     *
     * @param from  milliseconds since the recording's start
     * @param speed 1 as it was recorded
     */
    void start(long from, double speed) {
        this.from = from;
        this.speed = speed;
        this.startNanos = System.nanoTime();
        while (next + 1 < frames.size() && frames.get(next + 1).offset() <= from) {
            next++;
        }
        schedule(0);
    }

    private void step() {
        try {
            if (!feed.watched() || finished) {
                end();
                return;
            }
            feed.checkAlive();
            showWhatIsDue();
            // Whoever shows parts when the next one begins gets a moment for the last.
            finished = next >= frames.size();
            schedule(finished ? LOOK_MILLIS : Math.min(LOOK_MILLIS, millisUntilNext()));
        } catch (RequestException e) {
            // The database went away; the viewer may ask again.
            LOG.log(System.Logger.Level.DEBUG, "A replay ended early: {0}", e.getMessage());
            end();
        } catch (Throwable e) {
            LOG.log(System.Logger.Level.ERROR, "A replay failed", e);
            end();
        }
    }

    private void showWhatIsDue() {
        int due = -1;
        while (next < frames.size() && millisUntilNext() <= 0) {
            due = next++;
        }
        if (due >= 0) {
            Timeline.Frame frame = frames.get(due);
            jpegs.apply(frame.number())
                    .ifPresent(jpeg -> feed.painted(new OutputFrame(
                            new FrameTag(frame.number(), frame.offset() * 1000, System.nanoTime()), jpeg)));
        }
    }

    private long millisUntilNext() {
        long played = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
        return (long) Math.ceil((frames.get(next).offset() - from) / speed) - played;
    }

    private void due() {
        try {
            readers.execute(this::step);
        } catch (RejectedExecutionException e) {
            // The server is going down.
            end();
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // a step deals with its own errors
    private void schedule(long millis) {
        try {
            scheduler.schedule(this::due, Math.max(0, millis), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // The server is going down.
            end();
        }
    }

    private void end() {
        feed.close();
        ended.run();
    }
}
