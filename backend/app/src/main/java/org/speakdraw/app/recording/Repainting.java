package org.speakdraw.app.recording;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.speakdraw.app.platform.Problem;
import org.speakdraw.app.stream.frames.FrameTag;
import org.speakdraw.app.stream.frames.InputFrame;
import org.speakdraw.app.stream.frames.OutputFrame;
import org.speakdraw.app.stream.session.DisconnectReason;
import org.speakdraw.app.stream.session.LiveSession;
import org.speakdraw.app.stream.session.SessionPeer;
import org.speakdraw.inference.imaging.JpegCodec;

/**
 * Paints the input of a recording again. It is the client of a session like any other, with one frame under way at a
 * time, so it takes a slow camera's share of the engine and no more. Thread-safe.
 *
 * <p>A frame's number is its sequence. With several steps pictures come out some frames late: the last frame is sent
 * again until its own picture is there. The pictures of the first frame that come meanwhile replace one another.
 *
 * <p>Where filters work, each picture is looked at before it is kept, which takes as long as the filter does: nobody
 * waits for it, and the look that goes round all sessions sees only some.
 */
final class Repainting implements SessionPeer {

    private final UUID original;
    private final LiveSession session;
    private final List<Timeline.Frame> inputs;
    private final IntFunction<Optional<byte[]>> jpegs;
    private final Sink sink;
    private final JpegCodec codec;
    private final Executor executor;
    private volatile long sent;
    private int credit;
    private boolean underWay;
    /** Set without the monitor, which whoever waits for the sink has. */
    private final AtomicBoolean ending = new AtomicBoolean();

    private @Nullable OutputFrame held;
    private volatile State state = State.RUNNING;

    /** How it stands. */
    enum State {
        RUNNING,
        DONE,
        CANCELLED,
        FAILED
    }

    /** Where the pictures go. Called by one thread at a time, but for {@link #ending}; may wait until that. */
    interface Sink {

        /** {@code input} is about to be painted: what changed before it comes into force now. */
        void reach(Timeline.Frame input);

        /** A picture is done, that of {@code input}. */
        void keep(Timeline.Frame input, byte[] jpeg);

        /** It is cut short: whoever waits gives up. From any thread, perhaps more than once; never waits. */
        void ending();

        /** There are no more; called once. */
        void ended();
    }

    /**
     * @param session  opened for this; nobody else is its client
     * @param inputs   at least one
     * @param jpegs    picture of a frame's number; may wait
     * @param codec    for what is painted
     * @param executor for what waits
     */
    Repainting(
            UUID original,
            LiveSession session,
            List<Timeline.Frame> inputs,
            IntFunction<Optional<byte[]>> jpegs,
            Sink sink,
            JpegCodec codec,
            Executor executor) {
        this.original = original;
        this.session = session;
        this.inputs = inputs;
        this.jpegs = jpegs;
        this.sink = sink;
        this.codec = codec;
        this.executor = executor;
    }

    void start() {
        session.attach(this, false);
        session.begin(this);
    }

    @Override
    public boolean isProgram() {
        return true;
    }

    /** The session was admitted, or wants the next frame. */
    @Override
    public void credit(int frames) {
        later(() -> earn(frames));
    }

    private synchronized void earn(int frames) {
        credit += frames;
        sendNext();
    }

    UUID original() {
        return original;
    }

    UUID session() {
        return session.id();
    }

    State state() {
        return state;
    }

    /** Frames that are painted. */
    long done() {
        return Math.min(sent, inputs.size());
    }

    int total() {
        return inputs.size();
    }

    @Override
    public boolean wantsPictures() {
        return true;
    }

    @Override
    public void painted(OutputFrame picture) {
        later(() -> {
            take(picture);
            arrived();
        });
    }

    private synchronized void arrived() {
        underWay = false;
        sendNext();
    }

    /** A frame that cannot be painted is left out. */
    @Override
    public void refused(Problem problem) {
        later(this::arrived);
    }

    @Override
    public void close(DisconnectReason farewell) {
        end(State.CANCELLED);
    }

    private synchronized void take(OutputFrame picture) {
        if (ending.get()) {
            return;
        }
        OutputFrame before = held;
        if (before != null && before.tag().sequence() != picture.tag().sequence()) {
            keep(before);
        }
        held = picture;
        if (picture.tag().sequence() >= inputs.size() - 1) {
            keep(picture);
            end(State.DONE);
        }
    }

    private void keep(OutputFrame picture) {
        if (!session.watched() || isHarmless(picture.jpeg())) {
            // Those sent to flush it out show the last frame, too.
            int index = (int) Math.min(picture.tag().sequence(), inputs.size() - 1);
            sink.keep(inputs.get(index), picture.jpeg());
        }
    }

    private boolean isHarmless(byte[] jpeg) {
        return !session.covered() && !session.refuses(codec.decode(jpeg, 0, jpeg.length));
    }

    private synchronized void sendNext() {
        if (ending.get() || underWay || credit == 0) {
            return;
        }
        if (sent > 2L * inputs.size() + 16) {
            // Far more was sent than any number of steps holds back: nothing comes out.
            end(State.FAILED);
            return;
        }
        int index = (int) Math.min(sent, inputs.size() - 1);
        // Those sent to flush the last ones out count on, but belong to the last frame.
        FrameTag tag = new FrameTag(sent, 0, System.nanoTime());
        sent++;
        Optional<byte[]> jpeg = jpegs.apply(inputs.get(index).number());
        if (jpeg.isPresent()) {
            sink.reach(inputs.get(index));
            underWay = true;
            credit--;
            session.offer(new InputFrame(tag, 0, jpeg.get(), 0));
        } else {
            // Trimmed meanwhile.
            later(this::sendNext);
        }
    }

    /**
     * Ends it; what was painted stays, but for what waits for the sink when it is cut short. It runs until the sink is
     * done with that. Never waits.
     */
    void end(State how) {
        boolean first = ending.compareAndSet(false, true);
        if (how != State.DONE) {
            sink.ending();
        }
        if (first) {
            later(() -> finish(how));
        }
    }

    private synchronized void finish(State how) {
        try {
            sink.ended();
        } finally {
            state = how;
        }
    }

    private void later(Runnable work) {
        try {
            executor.execute(() -> {
                try {
                    work.run();
                } catch (Throwable e) {
                    // An Error, too, must end it, or its session would wait for ever.
                    System.getLogger(Repainting.class.getName())
                            .log(System.Logger.Level.WARNING, "A repainting failed", e);
                    end(State.FAILED);
                }
            });
        } catch (RejectedExecutionException e) {
            // The server is going down.
        }
    }
}
