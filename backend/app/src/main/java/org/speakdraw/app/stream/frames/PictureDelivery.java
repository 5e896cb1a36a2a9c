package org.speakdraw.app.stream.frames;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.safety.PictureGuard;
import org.speakdraw.app.settings.StreamSettings;
import org.speakdraw.app.stream.frames.FrameStages.Stage;
import org.speakdraw.app.stream.person.MattingTask;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.SpeakDrawException;
import org.speakdraw.inference.diffusion.StreamOutput;

/**
 * The way of a stream's finished pictures: compressed on a worker, one at a time and only while somebody looks, then to
 * all sinks and to whoever observes. A newer picture replaces one that waits. Thread-safe.
 */
public final class PictureDelivery {

    private static final System.Logger LOG = System.getLogger(PictureDelivery.class.getName());

    private final PictureEncoder encoder;
    private final FrameStages stages;
    private final List<PictureSink> sinks;
    private final Consumer<SpeakDrawException> refused;
    private final PictureGuard guard;
    private final LatestOnly<Painted> compression;
    private CompletableFuture<Void> before = CompletableFuture.completedFuture(null);
    private volatile FrameObserver observer = FrameObserver.NONE;
    private final InputGlance input = new InputGlance();

    /** What is on everybody's screen while pictures are watched, to be covered or shown again. Guarded by this. */
    private @Nullable Composed last;

    private record Painted(FrameContext context, Frame picture, StreamSettings settings) {}

    private record Composed(InputFrame input, Frame picture, StreamSettings settings) {}

    /**
     * A way without pictures on it.
     *
     * @param executor runs the encoder
     * @param refused  told when a picture comes to nothing; must not wait
     * @param guard    looks at what goes out, and says when it is to be covered
     */
    public PictureDelivery(
            PictureEncoder encoder,
            FrameStages stages,
            Executor executor,
            List<PictureSink> sinks,
            Consumer<SpeakDrawException> refused,
            PictureGuard guard) {
        this.encoder = encoder;
        this.stages = stages;
        this.sinks = List.copyOf(sinks);
        this.refused = refused;
        this.guard = guard;
        this.compression = new LatestOnly<>(executor, this::deliver);
    }

    /** Lets {@code newcomer} see what goes out, in place of the one before. */
    public void observe(FrameObserver newcomer) {
        observer = newcomer;
    }

    /** Whether anybody looks. */
    public boolean attended() {
        for (PictureSink sink : sinks) {
            if (sink.wantsPictures()) {
                return true;
            }
        }
        return false;
    }

    /** Whether another picture would be looked at: whoever has not taken the last one yet needs no further. */
    public boolean hasRoom() {
        boolean attended = false;
        for (PictureSink sink : sinks) {
            if (sink.wantsPictures()) {
                if (!sink.behind()) {
                    return true;
                }
                attended = true;
            }
        }
        return !attended;
    }

    /**
     * Takes a picture that was painted with {@code settings}; it goes on when its frame's matte is there, and after
     * those that were offered before it. Called by the engine.
     */
    public void offer(StreamOutput<FrameContext> picture, StreamSettings settings) {
        if (!attended()) {
            picture.tag().release();
            return;
        }
        Painted painted = new Painted(picture.tag(), picture.picture(), settings);
        CompletableFuture<Void> matte =
                picture.tag().matting().map(MattingTask::over).orElse(CompletableFuture.completedFuture(null));
        before = before.thenAcceptBoth(matte, (sooner, matted) -> compress(painted));
    }

    private void compress(Painted painted) {
        compression.offer(painted).forEach(dropped -> {
            dropped.context().release();
            stages.dropped();
        });
    }

    private void deliver(Painted painted) {
        try {
            long start = System.nanoTime();
            Frame picture = encoder.compose(painted.picture(), painted.context());
            long encoded = show(painted.context().input(), picture, painted.settings());
            long end = System.nanoTime();
            stages.record(Stage.ENCODE, encoded - start);
            stages.record(Stage.SEND, end - encoded);
            stages.record(Stage.TOTAL, end - painted.context().tag().receivedNanos());
        } catch (SpeakDrawException e) {
            refused.accept(e);
        } catch (Throwable e) {
            LOG.log(System.Logger.Level.ERROR, "A picture could not be delivered", e);
            refused.accept(new RequestException(ApiError.INTERNAL, "The picture could not be sent.", e));
        } finally {
            painted.context().release();
        }
    }

    /**
     * Sends a picture, covered if that is to be. So that no uncovered one comes after the covered one, it is decided and
     * sent without another one between.
     *
     * @return when it was compressed, by {@link System#nanoTime}
     */
    private synchronized long show(InputFrame madeFrom, Frame picture, StreamSettings settings) {
        long began = System.nanoTime();
        boolean watched = guard.watching();
        boolean covered = guard.covered();
        last = watched ? new Composed(madeFrom, picture, settings) : null;
        if (covered) {
            input.clear();
        } else {
            input.offer(madeFrom, began);
        }
        OutputFrame frame = new OutputFrame(madeFrom.tag(), encoder.encode(picture, covered, settings.jpegQuality()));
        long encoded = System.nanoTime();
        for (PictureSink sink : sinks) {
            sink.painted(frame);
        }
        // First: what the guard does not know of would pass for looked at.
        guard.seesOutput(picture, began);
        if (!covered) {
            observer.shown(madeFrom, frame, settings, watched);
        }
        return encoded;
    }

    /** What the last picture was made from, for who looks at that; nothing while pictures are covered. */
    public InputGlance input() {
        return input;
    }

    /** Pictures are covered from now on, the last one too, or no longer. Any thread. */
    public synchronized void cover(boolean on) {
        if (on) {
            observer.unfit();
        }
        Composed current = last;
        if (current != null) {
            show(current.input(), current.picture(), current.settings());
        }
    }

    /** What went out before {@code nanos} ({@link System#nanoTime}) is harmless. Any thread. */
    public void cleared(long nanos) {
        observer.cleared(nanos);
    }
}
