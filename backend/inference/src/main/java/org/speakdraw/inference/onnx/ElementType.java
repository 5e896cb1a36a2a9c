package org.speakdraw.inference.onnx;

import ai.onnxruntime.OnnxJavaType;
import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;

/** The element types that the inputs and outputs of our networks come in. */
public enum ElementType {
    /** 32-bit floating point. */
    FLOAT32(OnnxJavaType.FLOAT),
    /** 16-bit floating point (IEEE 754 binary16). */
    FLOAT16(OnnxJavaType.FLOAT16),
    /** 32-bit integers. */
    INT32(OnnxJavaType.INT32),
    /** 64-bit integers. */
    INT64(OnnxJavaType.INT64),
    /** One byte: 0 for false, 1 for true. */
    BOOL(OnnxJavaType.BOOL);

    private final OnnxJavaType onnx;

    ElementType(OnnxJavaType onnx) {
        this.onnx = onnx;
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

    OnnxJavaType onnx() {
        return onnx;
    }

    int bytes() {
        return onnx.size;
    }
}
