package org.speakdraw.inference.onnx;

import com.sun.jna.Pointer;
import org.speakdraw.inference.onnx.NativeApi.Call;

/** Tensors in the memory of the device that a session runs on. Not thread-safe. */
final class DeviceMemory implements AutoCloseable {

    private static final int DEVICE_ALLOCATOR = 0;
    private static final int DEFAULT_MEMORY = 0;

    private final NativeApi api;
    private final Pointer place;
    private final Pointer allocator;

    DeviceMemory(NativeApi api, Pointer session, OnnxDevice device) {
        this.api = api;
        String kind = device.kind().equals("cpu") ? "Cpu" : "Cuda";
        place = api.create(Call.CREATE_MEMORY_INFO, kind, DEVICE_ALLOCATOR, device.number(), DEFAULT_MEMORY);
        try {
            allocator = api.create(Call.CREATE_ALLOCATOR, session, place);
        } catch (Throwable e) {
            api.release(Call.RELEASE_MEMORY_INFO, place);
            throw e;
        }
    }

    /** A tensor of the buffer's type and shape, which stays where it is. The caller releases it before this is closed. */
    Pointer tensor(TensorBuffer buffer) {
        long[] shape = buffer.dimensions();
        return api.create(
                Call.CREATE_TENSOR,
                allocator,
                atLeastOne(shape),
                (long) shape.length,
                buffer.info().type().number());
    }

    /** Where the numbers of a {@link #tensor} are. */
    Pointer address(Pointer tensor) {
        return api.create(Call.GET_TENSOR_DATA, tensor);
    }

    /** An empty array has no address; a scalar's is not looked at. */
    private static long[] atLeastOne(long[] shape) {
        return shape.length == 0 ? new long[1] : shape;
    }

    @Override
    public void close() {
        api.release(Call.RELEASE_ALLOCATOR, allocator);
        api.release(Call.RELEASE_MEMORY_INFO, place);
    }
}
