package org.speakdraw.app.stream.frames;

import java.util.concurrent.CompletableFuture;
import org.speakdraw.app.platform.Problem;
import org.speakdraw.app.settings.StreamSettings;
import org.speakdraw.app.stream.frames.FrameStages.Stage;
import org.speakdraw.app.stream.person.MattingTask;
import org.speakdraw.app.stream.session.Attendance;
import org.speakdraw.app.stream.session.SessionTools;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.SpeakDrawException;
import org.speakdraw.inference.diffusion.PictureTensor;
import org.speakdraw.inference.diffusion.StreamOutput;

/**
 * The way of a session's finished pictures: compressed on a worker, one at a time and only while somebody looks, then to
 * the client, to the viewers and to whoever observes. A newer picture replaces one that waits. Thread-safe.
 */
public final class PictureDelivery {

    private final SessionTools tools;
    private final Attendance attendance;
    private final LatestOnly<Painted> compression;
    private final OutputFeed viewers;
    private CompletableFuture<Void> before = CompletableFuture.completedFuture(null);
    private volatile FrameObserver observer = FrameObserver.NONE;

    private record Painted(FrameContext context, PictureTensor picture, StreamSettings settings) {}

    public PictureDelivery(SessionTools tools, Attendance attendance) {
        this.tools = tools;
        this.attendance = attendance;
        this.compression = new LatestOnly<>(tools.executor(), this::deliver);
        this.viewers = new OutputFeed(tools.limits().maxViewers());
    }

    /** For any number of viewers. */
    public OutputFeed viewers() {
        return viewers;
    }

    public void observe(FrameObserver newcomer) {
        observer = newcomer;
    }

    /** Whether anybody looks. */
    public boolean attended() {
        return viewers.watched() || attendance.peer().wantsPictures();
    }

    /** Whether another picture would be looked at: a client that has not taken the last one yet needs no further. */
    public boolean hasRoom() {
        return viewers.watched() || !attendance.peer().behind();
    }

    /**
     * Takes a picture that was painted with {@code settings}; it goes on when its frame's matte is there, and after those
     * that were offered before it. Called by the engine.
     */
    public void offer(StreamOutput<FrameContext> picture, StreamSettings settings) {
        if (!attended()) {
            return;
        }
        Painted painted = new Painted(picture.tag(), picture.picture(), settings);
        CompletableFuture<Void> matte =
                picture.tag().cutting().map(MattingTask::over).orElse(CompletableFuture.completedFuture(null));
        before = before.thenAcceptBoth(matte, (sooner, cut) -> compress(painted));
    }

    private void compress(Painted painted) {
        if (compression.offer(painted).isPresent()) {
            tools.stages().dropped();
        }
    }

    private void deliver(Painted painted) {
        try {
            long start = System.nanoTime();
            FrameTag tag = painted.context().tag();
            Frame finished = tools.finish(painted.picture(), painted.context());
            OutputFrame frame = new OutputFrame(
                    tag, tools.codec().encode(finished, painted.settings().jpegQuality()));
            long encoded = System.nanoTime();
            attendance.peer().painted(frame);
            viewers.publish(frame);
            long end = System.nanoTime();
            observer.shown(painted.context().input(), frame, painted.settings());
            tools.stages().record(Stage.ENCODE, encoded - start);
            tools.stages().record(Stage.SEND, end - encoded);
            tools.stages().record(Stage.TOTAL, end - tag.receivedNanos());
        } catch (SpeakDrawException e) {
            attendance.peer().refused(Problem.of(e));
        }
    }
}
