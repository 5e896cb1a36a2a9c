package org.speakdraw.app.stream.session;

import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import org.speakdraw.app.safety.PictureWatch;
import org.speakdraw.app.settings.StreamLimits;
import org.speakdraw.app.settings.StreamSettings;
import org.speakdraw.app.stream.frames.FrameDecoder;
import org.speakdraw.app.stream.frames.FrameStages;
import org.speakdraw.app.stream.frames.PictureEncoder;
import org.speakdraw.app.stream.painting.Model;
import org.speakdraw.app.stream.person.PersonMatting;
import org.speakdraw.app.stream.person.StreamMatting;
import org.speakdraw.inference.imaging.DecodeBudget;
import org.speakdraw.inference.imaging.JpegCodec;

/** Puts sessions together. Thread-safe. */
@Singleton
public class SessionFactory {

    private final Executor workers;
    private final ScheduledExecutorService scheduler;
    private final StreamLimits limits;
    private final FrameStages stages;
    private final PersonMatting matting;
    private final PictureWatch watch;
    private final JpegCodec codec;
    private final PictureEncoder encoder;
    private final DecodeBudget budget;
    private final LongSupplier nanoTime;

    @Inject
    SessionFactory(
            ManagedExecutorService executor,
            ManagedScheduledExecutorService scheduler,
            StreamLimits limits,
            FrameStages stages,
            PersonMatting matting,
            PictureWatch watch) {
        this(
                executor,
                scheduler,
                limits,
                stages,
                matting,
                watch,
                new DecodeBudget(limits.maxDecodedBytes()),
                System::nanoTime);
    }

    /**
     * The same with any executors and any clock.
     *
     * @param budget of all sessions' decoded frames
     */
    SessionFactory(
            Executor workers,
            ScheduledExecutorService scheduler,
            StreamLimits limits,
            FrameStages stages,
            PersonMatting matting,
            PictureWatch watch,
            DecodeBudget budget,
            LongSupplier nanoTime) {
        this.workers = workers;
        this.scheduler = scheduler;
        this.limits = limits;
        this.stages = stages;
        this.matting = matting;
        this.watch = watch;
        this.codec = new JpegCodec(limits.jpeg());
        this.budget = budget;
        this.nanoTime = nanoTime;
        this.encoder = new PictureEncoder(codec);
    }

    /**
     * A session that nobody attends yet.
     *
     * @param model owned by the session, unless this fails
     * @throws org.speakdraw.inference.SpeakDrawException {@code engine-starting}, {@code bundle-invalid},
     *     {@code model-failed}
     */
    LiveSession create(UUID id, SessionAccess access, SessionOrigin origin, Model model, StreamSettings settings) {
        SettingsInForce inForce = new SettingsInForce(model, settings);
        SessionSafety safety = new SessionSafety(watch.guard(), nanoTime);
        if (origin.classroom().isPresent()) {
            safety.joinClass();
        }
        FrameDecoder decoder =
                new FrameDecoder(codec, budget, stages, new StreamMatting(matting), inForce, safety.guard());
        SessionFlow flow = new SessionFlow(
                inForce, model, decoder, encoder, stages, safety.guard(), limits, workers, scheduler, nanoTime);
        return new LiveSession(
                id, access, origin, inForce, flow, safety, nanoTime.getAsLong(), limits.reconnectGrace());
    }
}
