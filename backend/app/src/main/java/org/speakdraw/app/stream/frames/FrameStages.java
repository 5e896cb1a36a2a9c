package org.speakdraw.app.stream.frames;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** Where a frame's time goes, over all sessions: {@code speakdraw_frame_stage_seconds{stage=...}}. Thread-safe. */
@Singleton
public class FrameStages {

    private final Map<Stage, Timer> timers = new EnumMap<>(Stage.class);
    private final Counter dropped;

    @Inject
    public FrameStages(PrometheusMeterRegistry registry) {
        for (Stage stage : Stage.values()) {
            timers.put(
                    stage,
                    Timer.builder("speakdraw.frame.stage")
                            .tag("stage", stage.name().toLowerCase(Locale.ROOT))
                            .register(registry));
        }
        dropped = Counter.builder("speakdraw.frames.dropped").register(registry);
    }

    public void record(Stage stage, long nanos) {
        Objects.requireNonNull(timers.get(stage)).record(nanos, TimeUnit.NANOSECONDS);
    }

    public void dropped() {
        dropped.increment();
    }

    /** A part of a frame's way. */
    public enum Stage {
        /** JPEG to normalised picture, on a worker. */
        DECODE,
        /** MattingTask the person out, on a worker; in {@code human} mode only. */
        MATTING,
        /** Ready, but the engine is busy. */
        WAIT,
        /** A tick's time inside the networks, on the engine thread; once a tick. */
        MODELS,
        /** A tick's whole time on the engine thread; once a tick. */
        TICK,
        /** Picture, put back into its frame in {@code human} mode, to JPEG, on a worker. */
        ENCODE,
        /** Handing the JPEG to the socket and to the viewers, which copies it; the network's own time is not in it. */
        SEND,
        /** From arrival to the JPEG's being handed to the viewers. */
        TOTAL
    }
}
