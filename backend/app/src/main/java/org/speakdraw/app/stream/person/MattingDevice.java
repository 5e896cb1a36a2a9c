package org.speakdraw.app.stream.person;

import org.speakdraw.inference.onnx.DeviceOptions;

/**
 * Where the matting network runs.
 *
 * @param options of the device
 */
public record MattingDevice(DeviceOptions options) {

    /** The device of an engine, with a part of the CPU's cores only: they are the engine's, which paints meanwhile. */
    public static MattingDevice beside(DeviceOptions engine) {
        return new MattingDevice(
                engine.withCpuThreads(Math.max(1, Runtime.getRuntime().availableProcessors() / 4)));
    }
}
