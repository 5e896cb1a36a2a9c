package org.speakdraw.app.stream.painting;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.config.Config;
import org.speakdraw.app.stream.person.MattingDevice;
import org.speakdraw.inference.onnx.DeviceOptions;
import org.speakdraw.inference.remote.RemoteModel;

/**
 * The engines' part of the configuration.
 *
 * @param devices      one engine each
 * @param maxBatchRows rows of one UNet call
 * @param servers      that {@code remote:N} stands for, N counting from 0
 * @param minFps       pictures a second that sessions shall have at least; more sessions wait; 0: nobody ever waits
 */
public record EngineConfig(List<DeviceOptions> devices, List<RemoteModel> servers, int maxBatchRows, double minFps) {

    public EngineConfig {
        devices = List.copyOf(devices);
        servers = List.copyOf(servers);
        if (devices.isEmpty()
                || devices.stream().map(DeviceOptions::device).distinct().count() < devices.size()) {
            throw new IllegalArgumentException(
                    "speakdraw.devices must name at least one device, and each once: several engines on the CPU are "
                            + "cpu:0,cpu:1");
        }
        for (DeviceOptions device : devices) {
            if (device.remote() && device.index() >= servers.size()) {
                throw new IllegalArgumentException("speakdraw.devices names " + device.device()
                        + ", but speakdraw.remote.servers names " + servers.size() + " model servers");
            }
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
                    servers(config),
                    config.getValue("speakdraw.engine.max-batch-rows", int.class),
                    config.getValue("speakdraw.engine.min-fps", double.class));
        }

        /** Mattes are made on the first engine's device. */
        @Produces
        @Singleton
        MattingDevice matting(EngineConfig config) {
            return MattingDevice.beside(config.devices().get(0));
        }

        private static List<RemoteModel> servers(Config config) {
            return config.getOptionalValues("speakdraw.remote.servers", URI.class).orElse(List.of()).stream()
                    .map(server -> new RemoteModel(
                            server,
                            config.getOptionalValue("speakdraw.remote.ca-file", String.class)
                                    .map(Path::of),
                            config.getOptionalValue("speakdraw.remote.token", String.class),
                            config.getValue("speakdraw.remote.model", String.class),
                            config.getOptionalValue("speakdraw.remote.version", String.class)
                                    .orElse(""),
                            Duration.ofMillis(config.getValue("speakdraw.remote.deadline-millis", long.class))))
                    .toList();
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
