package org.speakdraw.inference.onnx;

import ai.onnxruntime.OnnxJavaType;
import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;

/** The element types that the inputs and outputs of our networks come in. */
public enum ElementType {
    /** 32-bit floating point. */
    FLOAT32(OnnxJavaType.FLOAT, 1),
    /** 16-bit floating point (IEEE 754 binary16). */
    FLOAT16(OnnxJavaType.FLOAT16, 10),
    /** Bytes, 0..255. */
    UINT8(OnnxJavaType.UINT8, 2),
    /** 32-bit integers. */
    INT32(OnnxJavaType.INT32, 6),
    /** 64-bit integers. */
    INT64(OnnxJavaType.INT64, 7),
    /** One byte: 0 for false, 1 for true. */
    BOOL(OnnxJavaType.BOOL, 9);

    private final OnnxJavaType onnx;

    /** In the file format. */
    private final int number;

    ElementType(OnnxJavaType onnx, int number) {
        this.onnx = onnx;
        this.number = number;
    }

    static ElementType of(OnnxJavaType type, String tensor) {
        for (ElementType candidate : values()) {
            if (candidate.onnx == type) {
                return candidate;
            }
        }
        throw new InferenceException(
                InferenceError.BUNDLE_INVALID, "tensor " + tensor + " has the unsupported type " + type);
    }

    /** @param number in the file format */
    static ElementType of(long number, String tensor) {
        for (ElementType candidate : values()) {
            if (candidate.number == number) {
                return candidate;
            }
        }
        throw new InferenceException(
                InferenceError.BUNDLE_INVALID, "tensor " + tensor + " has the unsupported type number " + number);
    }

    OnnxJavaType onnx() {
        return onnx;
    }

    /** In the file format. */
    int number() {
        return number;
    }

    int bytes() {
        return onnx.size;
    }
}
