package org.speakdraw.app.stream.painting;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.microprofile.config.Config;
import org.speakdraw.app.stream.person.MattingDevice;
import org.speakdraw.inference.onnx.DeviceOptions;

/**
 * The engines' part of the configuration.
 *
 * @param devices      one engine each
 * @param maxBatchRows rows of one UNet call
 * @param minFps       pictures a second that sessions shall have at least; more sessions wait; 0: nobody ever waits
 */
public record EngineConfig(List<DeviceOptions> devices, int maxBatchRows, double minFps) {

    public EngineConfig {
        devices = List.copyOf(devices);
        if (devices.isEmpty()
                || devices.stream().map(DeviceOptions::device).distinct().count() < devices.size()) {
            throw new IllegalArgumentException(
                    "speakdraw.devices must name at least one device, and each once: several engines on the CPU are "
                            + "cpu:0,cpu:1");
        }
        if (maxBatchRows < 1 || !(minFps >= 0 && minFps <= 60)) {
            throw new IllegalArgumentException("speakdraw.engine.max-batch-rows is " + maxBatchRows
                    + ", at least 1; speakdraw.engine.min-fps is " + minFps + ", 0 to 60");
        }
    }

    /** Reads the configuration once, at start. */
    @Singleton
    public static class Reader {

        @Produces
        @Singleton
        EngineConfig read(Config config) {
            return new EngineConfig(
                    config.getValues("speakdraw.devices", String.class).stream()
                            .map(device -> options(device, config))
                            .toList(),
                    config.getValue("speakdraw.engine.max-batch-rows", int.class),
                    config.getValue("speakdraw.engine.min-fps", double.class));
        }

        /** Mattes are made on the first engine's device. */
        @Produces
        @Singleton
        MattingDevice matting(EngineConfig config) {
            return MattingDevice.beside(config.devices().get(0));
        }

        private static DeviceOptions options(String device, Config config) {
            DeviceOptions options = DeviceOptions.parse(
                    device,
                    config.getValue("speakdraw.engine.cpu-threads", int.class),
                    config.getValue("speakdraw.engine.gpu-memory-limit-bytes", long.class),
                    config.getValue("speakdraw.engine.fp16", boolean.class),
                    Path.of(config.getValue("speakdraw.data", String.class), "cache", "engines"));
            return options.withReplay(options.onGpu() && config.getValue("speakdraw.engine.replay", boolean.class));
        }
    }
}
