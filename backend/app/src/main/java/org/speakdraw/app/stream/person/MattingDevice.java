package org.speakdraw.app.stream.person;

import org.speakdraw.inference.onnx.DeviceOptions;

/**
 * Where the matting network runs.
 *
 * @param options of the device
 */
public record MattingDevice(DeviceOptions options) {

    private static final int TOGETHER = 8;

    /** The device of an engine, with a part of the CPU's cores only: they are the engine's, which paints meanwhile. */
    public static MattingDevice beside(DeviceOptions engine) {
        return new MattingDevice(
                engine.withCpuThreads(Math.max(1, Runtime.getRuntime().availableProcessors() / 4)));
    }

    /**
     * Frames in one call of the network at most. On a GPU each by itself: a call with another number of them than the last one
     * had makes ONNX Runtime find its convolutions again, which took 0.7 s with a UNet.
     */
    int rows() {
        return options.onGpu() ? 1 : TOGETHER;
    }
}
