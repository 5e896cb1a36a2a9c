package org.speakdraw.app.stream.frames;

import java.util.Optional;
import java.util.SplittableRandom;
import org.speakdraw.app.settings.Input;
import org.speakdraw.app.settings.Mode;
import org.speakdraw.app.settings.StreamSettings;
import org.speakdraw.app.stream.frames.FrameStages.Stage;
import org.speakdraw.app.stream.person.MattedFrame;
import org.speakdraw.app.stream.person.MattingTask;
import org.speakdraw.app.stream.person.PersonMatting;
import org.speakdraw.app.stream.person.StreamMatting;
import org.speakdraw.app.stream.session.LiveSession;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.SpeakDrawException;
import org.speakdraw.inference.diffusion.PicturePool;
import org.speakdraw.inference.diffusion.PictureTensor;
import org.speakdraw.inference.diffusion.SimilarFrameFilter;
import org.speakdraw.inference.imaging.FrameFitter;
import org.speakdraw.inference.imaging.JpegCodec;

/** Makes a session's JPEG frames ready for the engine. Works on one frame at a time, on a worker thread. */
public final class FrameDecoder {

    private final LiveSession session;
    private final JpegCodec codec;
    private final FrameStages stages;
    private final StreamMatting cutter;
    private final PicturePool pictures;
    /** Frames of other modes so far: what was seen before one of them says nothing about the frames after. */
    private long otherModes;

    private final SimilarFrameFilter filter = new SimilarFrameFilter(new SplittableRandom());

    public FrameDecoder(
            LiveSession session, JpegCodec codec, FrameStages stages, PersonMatting matting, PicturePool pictures) {
        this.session = session;
        this.codec = codec;
        this.stages = stages;
        this.pictures = pictures;
        this.cutter = new StreamMatting(matting);
    }

    /**
     * The frame made ready, or nothing when it is to be left out: it is bad, it hardly differs from the last one, or the
     * settings ask for none of its kind.
     */
    public Optional<ReadyFrame> decode(InputFrame input) {
        try {
            PreparedSettings live = session.live();
            StreamSettings settings = live.settings();
            boolean fromWords = settings.input() == Input.NONE;
            if (settings.frozen() || fromWords != input.isEmpty()) {
                filter.reset();
                session.frameSkipped(input);
                return Optional.empty();
            }
            return fromWords
                    ? Optional.of(
                            new ReadyFrame(new FrameContext(input, Optional.empty()), null, live, System.nanoTime()))
                    : decode(input, live);
        } catch (SpeakDrawException e) {
            session.refuse(e);
            return Optional.empty();
        }
    }

    private Optional<ReadyFrame> decode(InputFrame input, PreparedSettings live) {
        StreamSettings settings = live.settings();
        long start = System.nanoTime();
        Frame decoded = codec.decode(input.data(), input.offset(), input.length());
        PictureTensor picture = PictureTensor.of(
                FrameFitter.fit(decoded, settings.width(), settings.height(), settings.fit()), pictures);
        if (isStill(picture, live)) {
            session.frameSkipped(input);
            return Optional.empty();
        }
        if (live.parameters().continuity().smoothing() > 0) {
            // Remembered there, so that the engine thread finds them.
            picture.blockMeans();
        }
        long end = System.nanoTime();
        stages.record(Stage.DECODE, end - start);
        return Optional.of(
                new ReadyFrame(new FrameContext(input, cutting(decoded, input, settings)), picture, live, end));
    }

    private Optional<MattingTask> cutting(Frame decoded, InputFrame input, StreamSettings settings) {
        if (settings.mode() != Mode.HUMAN) {
            otherModes++;
            return Optional.empty();
        }
        String scene = otherModes + "/" + input.source();
        return Optional.of(new MattingTask(() -> cut(decoded, scene, settings)));
    }

    private MattedFrame cut(Frame frame, String scene, StreamSettings settings) {
        long start = System.nanoTime();
        MattedFrame cutout = cutter.cut(frame, scene, settings);
        session.somebodySeen(cutout.somebody());
        stages.record(Stage.MATTING, System.nanoTime() - start);
        return cutout;
    }

    private boolean isStill(PictureTensor picture, PreparedSettings live) {
        StreamSettings settings = live.settings();
        if (!settings.similarityFilter()) {
            filter.reset();
            return false;
        }
        if (!session.settled()) {
            // The picture is not what it will be, however still the scene is: a new prompt has to show.
            filter.reset();
        }
        return !filter.shouldProcess(
                picture,
                settings.similarityThreshold(),
                settings.maxSkippedFrames(),
                live.parameters().steps() - 1);
    }
}
