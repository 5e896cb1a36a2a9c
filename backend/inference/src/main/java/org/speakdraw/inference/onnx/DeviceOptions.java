package org.speakdraw.inference.onnx;

import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where networks run and with what.
 *
 * @param device              {@code cpu}, {@code cuda:N} or {@code tensorrt:N}, N counting GPUs from 0; or
 *                            {@code cpu:N}, where N only tells several engines on the one CPU apart; or {@code remote:N},
 *                            the Nth model server, beside which the CPU does the rest
 * @param cpuThreads          of one network on the CPU; 0: all cores
 * @param gpuMemoryLimitBytes of one network's arena on the GPU, of which each set of shapes has one; 0: no limit
 * @param fp16                lets TensorRT compute in half precision
 * @param replay              on CUDA: records the networks' calls as CUDA graphs and replays them; on the CPU, where there
 *                            is nothing to record: keeps what goes in and comes out at fixed places as there
 * @param engineCache         folder for the engines that TensorRT builds, so that it builds them once
 * @param only                whether the CPU will not do in its place
 */
public record DeviceOptions(
        String device,
        int cpuThreads,
        long gpuMemoryLimitBytes,
        boolean fp16,
        boolean replay,
        Path engineCache,
        boolean only) {

    private static final Pattern DEVICE = Pattern.compile("cpu|(cpu|cuda|tensorrt|remote):\\d{1,3}");

    /** @throws IllegalArgumentException naming the value that is not usable */
    public DeviceOptions {
        if (!DEVICE.matcher(device).matches()) {
            throw new IllegalArgumentException("\"" + device
                    + "\" is no device; it is cpu, cpu:N, cuda:N, tensorrt:N or remote:N, N counting from " + "0");
        }
        if (cpuThreads < 0 || gpuMemoryLimitBytes < 0) {
            throw new IllegalArgumentException("CPU threads " + cpuThreads + ", GPU memory limit " + gpuMemoryLimitBytes
                    + " bytes: neither is below 0");
        }
    }

    /** All cores of the CPU. */
    public static DeviceOptions cpu() {
        return new DeviceOptions("cpu", 0, 0, false, false, Path.of("engines"), false);
    }

    /** Reads a device as people write it: any case, and without a number for the first GPU. */
    public static DeviceOptions parse(
            String device, int cpuThreads, long gpuMemoryLimitBytes, boolean fp16, Path engineCache) {
        String name = device.strip().toLowerCase(Locale.ROOT);
        String full = name.equals("cuda") || name.equals("tensorrt") || name.equals("remote") ? name + ":0" : name;
        return new DeviceOptions(full, cpuThreads, gpuMemoryLimitBytes, fp16, false, engineCache, false);
    }

    /** The same device with {@code threads} for a network on the CPU; 0: all cores. */
    public DeviceOptions withCpuThreads(int threads) {
        return new DeviceOptions(device, threads, gpuMemoryLimitBytes, fp16, replay, engineCache, only);
    }

    /** The same device with calls that are replayed, or without. */
    public DeviceOptions withReplay(boolean wanted) {
        return new DeviceOptions(device, cpuThreads, gpuMemoryLimitBytes, fp16, wanted, engineCache, only);
    }

    /** The same device and no other: where it cannot be had, nothing is opened on the CPU in its place. */
    public DeviceOptions andNoOther() {
        return new DeviceOptions(device, cpuThreads, gpuMemoryLimitBytes, fp16, replay, engineCache, true);
    }

    /** Whether it is a GPU of this machine. */
    public boolean onGpu() {
        return !kind().equals("cpu") && !remote();
    }

    /** Whether a model server runs the UNet. */
    public boolean remote() {
        return kind().equals("remote");
    }

    /** What runs beside a model server. */
    DeviceOptions cpuOnly() {
        return new DeviceOptions("cpu", cpuThreads, 0, false, false, engineCache, false);
    }

    /** {@code cpu}, {@code cuda} or {@code tensorrt}. */
    String kind() {
        int colon = device.indexOf(':');
        return colon < 0 ? device : device.substring(0, colon);
    }

    /** Number of the GPU or the model server; on the CPU of the engine. */
    public int index() {
        int colon = device.indexOf(':');
        return colon < 0 ? 0 : Integer.parseInt(device.substring(colon + 1));
    }
}
