package org.speakdraw.app.stream;

import java.util.Optional;
import java.util.SplittableRandom;
import org.speakdraw.app.settings.Mode;
import org.speakdraw.app.settings.StreamSettings;
import org.speakdraw.app.stream.FrameStages.Stage;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.SpeakDrawException;
import org.speakdraw.inference.diffusion.PictureTensor;
import org.speakdraw.inference.diffusion.SimilarFrameFilter;
import org.speakdraw.inference.imaging.FrameFitter;
import org.speakdraw.inference.imaging.JpegCodec;

/** Makes a session's JPEG frames ready for the engine. Works on one frame at a time, on a worker thread. */
final class FrameDecoder {

    private final LiveSession session;
    private final JpegCodec codec;
    private final FrameStages stages;
    private final PersonCutter cutter;
    private final SimilarFrameFilter filter = new SimilarFrameFilter(new SplittableRandom());

    FrameDecoder(LiveSession session, JpegCodec codec, FrameStages stages, PersonMatting matting) {
        this.session = session;
        this.codec = codec;
        this.stages = stages;
        this.cutter = new PersonCutter(matting);
    }

    /** The frame made ready, or nothing when it is to be left out: it is bad, or hardly differs from the last one. */
    Optional<ReadyFrame> decode(InputFrame input) {
        try {
            long start = System.nanoTime();
            Live live = session.live();
            StreamSettings settings = live.settings();
            Frame decoded = codec.decode(input.data(), input.offset(), input.length());
            PictureTensor picture =
                    PictureTensor.of(FrameFitter.fit(decoded, settings.width(), settings.height(), settings.fit()));
            if (isStill(picture, settings)) {
                session.frameSkipped();
                return Optional.empty();
            }
            long end = System.nanoTime();
            stages.record(Stage.DECODE, end - start);
            Optional<Cutout> cutout = Optional.empty();
            if (settings.mode() == Mode.HUMAN) {
                cutout = Optional.of(cutter.cut(decoded, settings));
                stages.record(Stage.MATTING, System.nanoTime() - end);
            }
            return Optional.of(new ReadyFrame(new FrameContext(input, cutout), picture, live, System.nanoTime()));
        } catch (SpeakDrawException e) {
            session.refuse(e);
            return Optional.empty();
        }
    }

    private boolean isStill(PictureTensor picture, StreamSettings settings) {
        if (!settings.similarityFilter()) {
            filter.reset();
            return false;
        }
        return !filter.shouldProcess(picture, settings.similarityThreshold(), settings.maxSkippedFrames());
    }
}
