package org.speakdraw.inference.onnx;

import com.sun.jna.Pointer;
import java.nio.ByteBuffer;

/** Copies between memory of the host and tensors on a device. Belongs to one thread. */
interface DeviceCopies extends AutoCloseable {

    /** Copies the beginning of {@code from}, soon. */
    void toDevice(ByteBuffer from, Pointer to, long bytes);

    /** Copies into the beginning of {@code to}, soon. */
    void toHost(Pointer from, ByteBuffer to, long bytes);

    /** Waits until all copies are made. */
    void finish();

    /** Memory of the device that nobody uses. */
    long freeBytes();

    @Override
    void close();

    /** For the device's tensors. */
    static DeviceCopies open(OnnxDevice device) {
        return device.kind().equals("cpu") ? new HostCopies() : new CudaCopies(device.number());
    }

    /** Where the device's memory is the host's. */
    final class HostCopies implements DeviceCopies {

        @Override
        public void toDevice(ByteBuffer from, Pointer to, long bytes) {
            to.getByteBuffer(0, bytes).put(0, from, 0, Math.toIntExact(bytes));
        }

        @Override
        public void toHost(Pointer from, ByteBuffer to, long bytes) {
            to.put(0, from.getByteBuffer(0, bytes), 0, Math.toIntExact(bytes));
        }

        @Override
        public void finish() {}

        @Override
        public long freeBytes() {
            return Long.MAX_VALUE;
        }

        @Override
        public void close() {}
    }
}
