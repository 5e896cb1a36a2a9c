package org.speakdraw.inference.onnx;

import com.sun.jna.Function;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;

/**
 * Copies by CUDA's driver ({@code cuda.h}), on a stream of their own and from memory that the driver keeps in place, which
 * is several times as fast as from memory that it does not. In the context that ONNX Runtime uses, too.
 */
final class CudaCopies implements DeviceCopies {

    private static final int NON_BLOCKING = 1;
    private static final int DEFAULT_FLAGS = 0;
    /** Buffers are few and stay; should they not, all are given back. */
    private static final int MOST_PINNED = 64;
    /** Whole pages are kept in place, which smaller buffers share with whatever lies beside them. */
    private static final int SMALLEST_PINNED = TensorBuffer.ALIGNED_FROM;

    private final NativeLibrary driver = NativeLibrary.getInstance(Platform.isWindows() ? "nvcuda" : "libcuda.so.1");
    private final int device;
    private final Pointer stream;
    /** By their addresses; held so that they are not freed before they are given back. */
    private final Map<Pointer, ByteBuffer> pinned = new HashMap<>();

    /**
     * For the thread that makes it.
     *
     * @throws LinkageError where there is no driver
     * @throws InferenceException {@code model-failed}
     */
    CudaCopies(int number) {
        call("cuInit", DEFAULT_FLAGS);
        IntByReference found = new IntByReference();
        call("cuDeviceGet", found, number);
        device = found.getValue();
        PointerByReference made = new PointerByReference();
        call("cuDevicePrimaryCtxRetain", made, device);
        call("cuCtxSetCurrent", made.getValue());
        call("cuStreamCreate", made, NON_BLOCKING);
        stream = made.getValue();
    }

    @Override
    public void toDevice(ByteBuffer from, Pointer to, long bytes) {
        call("cuMemcpyHtoDAsync_v2", to, pinned(from), bytes, stream);
    }

    @Override
    public void toHost(Pointer from, ByteBuffer to, long bytes) {
        call("cuMemcpyDtoHAsync_v2", pinned(to), from, bytes, stream);
    }

    @Override
    public void finish() {
        call("cuStreamSynchronize", stream);
    }

    @Override
    public long freeBytes() {
        LongByReference free = new LongByReference();
        call("cuMemGetInfo_v2", free, new LongByReference());
        return free.getValue();
    }

    private Pointer pinned(ByteBuffer memory) {
        Pointer address = Native.getDirectBufferPointer(memory);
        if (memory.capacity() >= SMALLEST_PINNED && !pinned.containsKey(address)) {
            if (pinned.size() == MOST_PINNED) {
                release();
            }
            call("cuMemHostRegister_v2", address, (long) memory.capacity(), DEFAULT_FLAGS);
            pinned.put(address, memory);
        }
        return address;
    }

    private void release() {
        finish();
        pinned.keySet().forEach(address -> call("cuMemHostUnregister", address));
        pinned.clear();
    }

    @Override
    public void close() {
        release();
        call("cuStreamDestroy_v2", stream);
        call("cuDevicePrimaryCtxRelease_v2", device);
    }

    private void call(String name, @Nullable Object... arguments) {
        Function function = driver.getFunction(name);
        int error = function.invokeInt(arguments);
        if (error != 0) {
            throw new InferenceException(InferenceError.MODEL_FAILED, name + ": CUDA error " + error);
        }
    }
}
