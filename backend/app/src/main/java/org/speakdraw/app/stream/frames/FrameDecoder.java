package org.speakdraw.app.stream.frames;

import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.safety.PictureGuard;
import org.speakdraw.app.settings.Input;
import org.speakdraw.app.settings.Mode;
import org.speakdraw.app.settings.StreamSettings;
import org.speakdraw.app.stream.frames.FrameStages.Stage;
import org.speakdraw.app.stream.person.MattedFrame;
import org.speakdraw.app.stream.person.MattingTask;
import org.speakdraw.app.stream.person.StreamMatting;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.SpeakDrawException;
import org.speakdraw.inference.diffusion.InputPicture;
import org.speakdraw.inference.diffusion.SimilarFrameFilter;
import org.speakdraw.inference.imaging.DecodeBudget;
import org.speakdraw.inference.imaging.DecodeSize;
import org.speakdraw.inference.imaging.FrameFitter;
import org.speakdraw.inference.imaging.JpegCodec;
import org.speakdraw.inference.imaging.PlannedJpeg;

/** Makes a stream's JPEG frames ready for the engine. Works on one frame at a time, on a worker thread. */
public final class FrameDecoder {

    private final JpegCodec codec;
    private final FrameMemory memory;
    private final FrameStages stages;
    private final StreamMatting matting;
    private final FrameSettings settings;
    private final PictureGuard guard;
    private final SimilarFrameFilter filter = new SimilarFrameFilter(new SplittableRandom());
    /** Frames of other modes so far: what was seen before one of them says nothing about the frames after. */
    private long otherModes;

    /**
     * A decoder of one stream.
     *
     * @param budget   of the decoded frames of all streams
     * @param matting  the stream's own
     * @param guard    looks at what comes in
     */
    public FrameDecoder(
            JpegCodec codec,
            DecodeBudget budget,
            FrameStages stages,
            StreamMatting matting,
            FrameSettings settings,
            PictureGuard guard) {
        this.codec = codec;
        this.memory = new FrameMemory(budget);
        this.stages = stages;
        this.matting = matting;
        this.settings = settings;
        this.guard = guard;
    }

    /** Makes a frame ready for the settings in force now. */
    public Decoded decode(InputFrame input) {
        try {
            PreparedSettings prepared = settings.prepare();
            StreamSettings wanted = prepared.settings();
            boolean promptOnly = wanted.input() == Input.NONE;
            boolean frozen = wanted.frozen() || settings.held();
            if (frozen || promptOnly != input.isEmpty()) {
                filter.reset();
                return new Decoded.Skipped(frozen ? Decoded.Reason.FROZEN : Decoded.Reason.UNWANTED);
            }
            if (promptOnly) {
                guard.seesNoInput();
            }
            return promptOnly
                    ? new Decoded.Ready(new ReadyFrame(FrameContext.of(input), null, prepared, System.nanoTime()))
                    : decode(input, prepared);
        } catch (SpeakDrawException e) {
            return new Decoded.Refused(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Decoded.Skipped(Decoded.Reason.CROWDED);
        }
    }

    /**
     * Decodes a JPEG that is no frame, within the same bounds, for {@code work} to look at. Any thread.
     *
     * @param size what is looked at of it
     * @throws SpeakDrawException {@code frame-too-large} and the like; {@code too-many-requests} while others hold the
     *     memory
     */
    public <T> T look(byte[] jpeg, DecodeSize size, Function<Frame, T> work) {
        PlannedJpeg planned = codec.plan(jpeg, 0, jpeg.length, size);
        FrameMemory.Held held = reserve(planned);
        try {
            Frame picture = planned.decode();
            held.shrink(picture.rgb().length);
            return work.apply(picture);
        } finally {
            held.close();
        }
    }

    private FrameMemory.Held reserve(PlannedJpeg planned) {
        try {
            return memory.reserve(planned.bytes()).orElseThrow(FrameDecoder::crowded);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw crowded();
        }
    }

    private static RequestException crowded() {
        return RequestException.tooMany(
                ApiError.TOO_MANY_REQUESTS, "Others' pictures take up the memory.", Duration.ofSeconds(1));
    }

    /** The stream is over: the memory of its frames is free for others. */
    public void close() {
        memory.close();
    }

    private Decoded decode(InputFrame input, PreparedSettings prepared) throws InterruptedException {
        PlannedJpeg jpeg = codec.plan(input.data(), input.offset(), input.length(), sizeFor(prepared.settings()));
        Optional<FrameMemory.Held> reserved = memory.reserve(jpeg.bytes());
        if (reserved.isEmpty()) {
            return new Decoded.Skipped(Decoded.Reason.CROWDED);
        }
        FrameMemory.Held held = reserved.get();
        boolean kept = false;
        try {
            Decoded decoded = decode(jpeg, held, input, prepared);
            kept = decoded instanceof Decoded.Ready ready
                    && ready.frame().context().memory().isPresent();
            return decoded;
        } finally {
            if (!kept) {
                held.close();
            }
        }
    }

    /** What is looked at of a frame: as much as is painted, or, where it is put together again, as is shown. */
    private static DecodeSize sizeFor(StreamSettings wanted) {
        return wanted.mode() == Mode.HUMAN
                ? StreamMatting.decodeSize(wanted)
                : new DecodeSize(wanted.width(), wanted.height(), wanted.fit());
    }

    private Decoded decode(PlannedJpeg jpeg, FrameMemory.Held held, InputFrame input, PreparedSettings prepared) {
        StreamSettings wanted = prepared.settings();
        long start = System.nanoTime();
        Frame decoded = jpeg.decode();
        Frame fitted = FrameFitter.fit(decoded, wanted.width(), wanted.height(), wanted.fit());
        guard.seesInput(fitted);
        InputPicture picture = new InputPicture(fitted);
        if (isSimilar(picture, prepared)) {
            return new Decoded.Skipped(Decoded.Reason.SIMILAR);
        }
        if (prepared.parameters().continuity().smoothing() > 0) {
            // Remembered there, so that the engine thread finds them.
            picture.blockMeans();
        }
        FrameContext context = contextOf(input, decoded, held, wanted);
        long end = System.nanoTime();
        stages.record(Stage.DECODE, end - start);
        return new Decoded.Ready(new ReadyFrame(context, picture, prepared, end));
    }

    private FrameContext contextOf(InputFrame input, Frame decoded, FrameMemory.Held held, StreamSettings wanted) {
        if (wanted.mode() != Mode.HUMAN) {
            otherModes++;
            return FrameContext.of(input);
        }
        Frame view = StreamMatting.view(decoded, wanted);
        held.shrink(view.rgb().length);
        String scene = otherModes + "/" + input.source();
        MattingTask task = new MattingTask(() -> {
            long start = System.nanoTime();
            MattedFrame matted = matting.matte(view, scene, wanted);
            stages.record(Stage.MATTING, System.nanoTime() - start);
            return matted;
        });
        return new FrameContext(input, Optional.of(task), Optional.of(held));
    }

    private boolean isSimilar(InputPicture picture, PreparedSettings prepared) {
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
