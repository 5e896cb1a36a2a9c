package org.speakdraw.checkpoint.safetensors;

import java.nio.ByteBuffer;
import java.util.Optional;

/** Types of elements in a safetensors file; only those of weights can be read. */
public enum StoredType {
    F64(8),
    F32(4),
    F16(2),
    BF16(2),
    F8_E4M3(1),
    F8_E5M2(1),
    I64(8),
    I32(4),
    I16(2),
    I8(1),
    U64(8),
    U32(4),
    U16(2),
    U8(1),
    BOOL(1);

    private final int bytes;

    StoredType(int bytes) {
        this.bytes = bytes;
    }

    static Optional<StoredType> named(String name) {
        for (StoredType type : values()) {
            if (type.name().equals(name)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /** Of one element. */
    public int bytes() {
        return bytes;
    }

    /** Whether {@link #decode} knows it. */
    public boolean isReadable() {
        return this == F32 || this == F16 || this == BF16 || this == F64;
    }

    /** Turns {@code count} elements of {@code from}, little-endian, into numbers. */
    void decode(ByteBuffer from, float[] into, int at, int count) {
        for (int i = at; i < at + count; i++) {
            into[i] = switch (this) {
                case F64 -> (float) from.getDouble();
                case F32 -> from.getFloat();
                case F16 -> HalfPrecision.toFloat(from.getShort());
                case BF16 -> Float.intBitsToFloat(from.getShort() << 16);
                default -> throw new IllegalStateException(name());
            };
        }
    }
}
