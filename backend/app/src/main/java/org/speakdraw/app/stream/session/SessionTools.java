package org.speakdraw.app.stream.session;

import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.speakdraw.app.settings.StreamLimits;
import org.speakdraw.app.settings.StreamSettings;
import org.speakdraw.app.stream.frames.FrameContext;
import org.speakdraw.app.stream.frames.FrameDecoder;
import org.speakdraw.app.stream.frames.FrameStages;
import org.speakdraw.app.stream.frames.PreparedSettings;
import org.speakdraw.app.stream.frames.PromptOnlyClock;
import org.speakdraw.app.stream.painting.Model;
import org.speakdraw.app.stream.person.PersonMatting;
import org.speakdraw.inference.Frame;
import org.speakdraw.inference.diffusion.Conditioning;
import org.speakdraw.inference.diffusion.PicturePool;
import org.speakdraw.inference.diffusion.PictureTensor;
import org.speakdraw.inference.imaging.Compositor;
import org.speakdraw.inference.imaging.JpegCodec;

/** What every session works with. Thread-safe. */
@Singleton
public class SessionTools {

    /** Pictures a second that a session paints from words at most: more than the eye takes for a movement. */
    private static final long WORDS_PICTURES_PER_SECOND = 30;

    private final ManagedExecutorService executor;
    private final ManagedScheduledExecutorService scheduler;
    private final StreamLimits limits;
    private final FrameStages stages;
    private final PersonMatting matting;
    private final JpegCodec codec;
    private final PicturePool pictures = new PicturePool();
    private final Compositor compositor = new Compositor();

    @Inject
    public SessionTools(
            ManagedExecutorService executor,
            ManagedScheduledExecutorService scheduler,
            StreamLimits limits,
            FrameStages stages,
            PersonMatting matting) {
        this.executor = executor;
        this.scheduler = scheduler;
        this.limits = limits;
        this.stages = stages;
        this.matting = matting;
        this.codec = new JpegCodec(limits.jpeg());
    }

    /**
     * Makes settings ready for the engine: encodes the prompts with {@code model}, unless they were encoded before.
     *
     * @throws org.speakdraw.inference.SpeakDrawException {@code engine-starting} or {@code model-failed}
     */
    public PreparedSettings prepare(StreamSettings settings, Model model) {
        Conditioning conditioning =
                new Conditioning(model.embed(settings.prompt()), model.embed(settings.negativePrompt()));
        return new PreparedSettings(settings, settings.streamParameters(), conditioning);
    }

    public FrameDecoder newDecoder(LiveSession session) {
        return new FrameDecoder(session, codec, stages, matting, pictures);
    }

    /** As {@link #prepare(StreamSettings, Model)}, keeping the words of {@code before} where they are the same. */
    public PreparedSettings prepare(StreamSettings settings, Model model, PreparedSettings before) {
        boolean sameWords = settings.prompt().equals(before.settings().prompt())
                && settings.negativePrompt().equals(before.settings().negativePrompt());
        return sameWords
                ? new PreparedSettings(settings, settings.streamParameters(), before.conditioning())
                : prepare(settings, model);
    }

    /**
     * A clock of a stream without frames.
     *
     * @param tick asks for one picture
     */
    public PromptOnlyClock newWordsClock(Runnable tick) {
        return new PromptOnlyClock(scheduler, TimeUnit.SECONDS.toNanos(1) / WORDS_PICTURES_PER_SECOND, tick);
    }

    /**
     * A finished picture, which is gone then, as it is shown: in {@code human} mode put back into the frame that it was made
     * from, whose matte is there.
     *
     * @throws org.speakdraw.inference.SpeakDrawException {@code model-failed}
     */
    public Frame finish(PictureTensor picture, FrameContext context) {
        Frame painted = picture.toFrame();
        picture.recycle();
        return context.cutting()
                .map(cutting -> cutting.result().show(painted, compositor))
                .orElse(painted);
    }

    public Executor executor() {
        return executor;
    }

    public StreamLimits limits() {
        return limits;
    }

    public FrameStages stages() {
        return stages;
    }

    public JpegCodec codec() {
        return codec;
    }
}
