package org.speakdraw.app.stream;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import org.eclipse.microprofile.config.Config;
import org.speakdraw.inference.onnx.DeviceOptions;

/**
 * The engine's part of the configuration.
 *
 * @param device           and its options
 * @param maxBatchRows     rows of one UNet call
 * @param maxFramesPerTick frames of different sessions in one tick
 */
record EngineConfig(DeviceOptions device, int maxBatchRows, int maxFramesPerTick) {

    EngineConfig {
        if (maxBatchRows < 1 || maxFramesPerTick < 1) {
            throw new IllegalArgumentException("speakdraw.engine.max-batch-rows is " + maxBatchRows
                    + ", speakdraw.engine.max-frames-per-tick is " + maxFramesPerTick + "; at least 1 each");
        }
    }

    /** Reads the configuration once, at start. */
    @Singleton
    static class Reader {

        @Produces
        @Singleton
        EngineConfig read(Config config) {
            return new EngineConfig(
                    DeviceOptions.parse(
                            config.getValue("speakdraw.device", String.class),
                            config.getValue("speakdraw.engine.cpu-threads", int.class),
                            config.getValue("speakdraw.engine.gpu-memory-limit-bytes", long.class),
                            config.getValue("speakdraw.engine.fp16", boolean.class),
                            Path.of(config.getValue("speakdraw.data", String.class), "cache", "engines")),
                    config.getValue("speakdraw.engine.max-batch-rows", int.class),
                    config.getValue("speakdraw.engine.max-frames-per-tick", int.class));
        }
    }
}
