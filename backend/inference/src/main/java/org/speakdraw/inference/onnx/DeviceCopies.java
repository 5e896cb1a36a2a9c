package org.speakdraw.inference.onnx;

import com.sun.jna.Pointer;
import java.nio.ByteBuffer;

/** Copies between memory of the host and tensors on a device. Belongs to one thread. */
interface DeviceCopies extends AutoCloseable {

    /** Is left to what runs beside a network's sessions. */
    long SPARED_BYTES = 1L << 30;

    /** Copies the beginning of {@code from}, soon. */
    void toDevice(ByteBuffer from, Pointer to, long bytes);

    /** Copies into the beginning of {@code to}, soon. */
    void toHost(Pointer from, ByteBuffer to, long bytes);

    /** Waits until all copies are made. */
    void finish();

    /** Memory of the device that nobody uses. */
    long freeBytes();

    /** Whether there is room for a network's weights once more, for as much again that its calls take, and for what runs beside it. */
    default boolean haveRoomFor(long weightBytes) {
        return freeBytes() >= 2 * weightBytes + SPARED_BYTES;
    }

    @Override
    void close();

    /** The same, for a look now and then. */
    static boolean haveRoomFor(long weightBytes, OnnxDevice device) {
        try (DeviceCopies copies = open(device)) {
            return copies.haveRoomFor(weightBytes);
        }
    }

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
