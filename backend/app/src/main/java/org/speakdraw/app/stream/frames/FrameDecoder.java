package org.speakdraw.app.stream.frames;

import java.util.Optional;
import java.util.SplittableRandom;
import org.speakdraw.app.settings.Input;
import org.speakdraw.app.settings.Mode;
import org.speakdraw.app.settings.StreamSettings;
import org.speakdraw.app.stream.frames.FrameStages.Stage;
import org.speakdraw.app.stream.person.MattedFrame;
import org.speakdraw.app.stream.person.MattingTask;
import org.speakdraw.app.stream.person.StreamMatting;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.SpeakDrawException;
import org.speakdraw.inference.diffusion.PicturePool;
import org.speakdraw.inference.diffusion.PictureTensor;
import org.speakdraw.inference.diffusion.SimilarFrameFilter;
import org.speakdraw.inference.imaging.FrameFitter;
import org.speakdraw.inference.imaging.JpegCodec;

/** Makes a stream's JPEG frames ready for the engine. Works on one frame at a time, on a worker thread. */
public final class FrameDecoder {

    private final JpegCodec codec;
    private final PicturePool pictures;
    private final FrameStages stages;
    private final StreamMatting matting;
    private final FrameSettings settings;
    private final SimilarFrameFilter filter = new SimilarFrameFilter(new SplittableRandom());
    /** Frames of other modes so far: what was seen before one of them says nothing about the frames after. */
    private long otherModes;

    /**
     * A decoder of one stream.
     *
     * @param pictures memory that all streams share
     * @param matting  the stream's own
     */
    public FrameDecoder(
            JpegCodec codec, PicturePool pictures, FrameStages stages, StreamMatting matting, FrameSettings settings) {
        this.codec = codec;
        this.pictures = pictures;
        this.stages = stages;
        this.matting = matting;
        this.settings = settings;
    }

    /** Makes a frame ready for the settings in force now. */
    public Decoded decode(InputFrame input) {
        try {
            PreparedSettings prepared = settings.prepare();
            StreamSettings wanted = prepared.settings();
            boolean promptOnly = wanted.input() == Input.NONE;
            if (wanted.frozen() || promptOnly != input.isEmpty()) {
                filter.reset();
                return new Decoded.Skipped(wanted.frozen() ? Decoded.Reason.FROZEN : Decoded.Reason.UNWANTED);
            }
            return promptOnly
                    ? new Decoded.Ready(new ReadyFrame(
                            new FrameContext(input, Optional.empty()), null, prepared, System.nanoTime()))
                    : decode(input, prepared);
        } catch (SpeakDrawException e) {
            return new Decoded.Refused(e);
        }
    }

    private Decoded decode(InputFrame input, PreparedSettings prepared) {
        StreamSettings wanted = prepared.settings();
        long start = System.nanoTime();
        Frame decoded = codec.decode(input.data(), input.offset(), input.length());
        PictureTensor picture =
                PictureTensor.of(FrameFitter.fit(decoded, wanted.width(), wanted.height(), wanted.fit()), pictures);
        if (isSimilar(picture, prepared)) {
            return new Decoded.Skipped(Decoded.Reason.SIMILAR);
        }
        if (prepared.parameters().continuity().smoothing() > 0) {
            // Remembered there, so that the engine thread finds them.
            picture.blockMeans();
        }
        long end = System.nanoTime();
        stages.record(Stage.DECODE, end - start);
        FrameContext context = new FrameContext(input, mattingOf(decoded, input, wanted));
        return new Decoded.Ready(new ReadyFrame(context, picture, prepared, end));
    }

    private Optional<MattingTask> mattingOf(Frame decoded, InputFrame input, StreamSettings wanted) {
        if (wanted.mode() != Mode.HUMAN) {
            otherModes++;
            return Optional.empty();
        }
        String scene = otherModes + "/" + input.source();
        return Optional.of(new MattingTask(() -> {
            long start = System.nanoTime();
            MattedFrame matted = matting.matte(decoded, scene, wanted);
            stages.record(Stage.MATTING, System.nanoTime() - start);
            return matted;
        }));
    }

    private boolean isSimilar(PictureTensor picture, PreparedSettings prepared) {
        StreamSettings wanted = prepared.settings();
        if (!wanted.similarityFilter()) {
            filter.reset();
            return false;
        }
        if (!settings.settled()) {
            // The picture is not what it will be, however still the scene is: a new prompt has to show.
            filter.reset();
        }
        return !filter.shouldProcess(
                picture,
                wanted.similarityThreshold(),
                wanted.maxSkippedFrames(),
                prepared.parameters().steps() - 1);
    }
}
