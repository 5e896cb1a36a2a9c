package org.speakdraw.inference.onnx;

import com.sun.jna.Pointer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.speakdraw.inference.onnx.NativeApi.Call;

/** Tensors in the memory of the device that a session runs on. Not thread-safe. */
final class DeviceMemory implements AutoCloseable {

    private static final int DEVICE_ALLOCATOR = 0;
    private static final int DEFAULT_MEMORY = 0;

    private final NativeApi api;
    private final Pointer place;
    private final Pointer allocator;
    private final Deque<Pointer> tensors = new ArrayDeque<>();

    DeviceMemory(NativeApi api, Pointer session, OnnxDevice device) {
        this.api = api;
        String kind = device.kind().equals("cpu") ? "Cpu" : "Cuda";
        place = api.create(Call.CREATE_MEMORY_INFO, kind, DEVICE_ALLOCATOR, device.number(), DEFAULT_MEMORY);
        allocator = api.create(Call.CREATE_ALLOCATOR, session, place);
    }

    /** A tensor of the buffer's type and shape, which stays where it is until this is closed. */
    Pointer tensor(TensorBuffer buffer) {
        long[] shape = buffer.dimensions();
        Pointer tensor = api.create(
                Call.CREATE_TENSOR,
                allocator,
                atLeastOne(shape),
                (long) shape.length,
                buffer.info().type().number());
        tensors.push(tensor);
        return tensor;
    }

    /** How many tensors there are. */
    int count() {
        return tensors.size();
    }

    /** Gives the last tensors back, until there are {@code count}. */
    void releaseDownTo(int count) {
        while (tensors.size() > count) {
            api.release(Call.RELEASE_VALUE, tensors.pop());
        }
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
        releaseDownTo(0);
        api.release(Call.RELEASE_ALLOCATOR, allocator);
        api.release(Call.RELEASE_MEMORY_INFO, place);
    }
}
