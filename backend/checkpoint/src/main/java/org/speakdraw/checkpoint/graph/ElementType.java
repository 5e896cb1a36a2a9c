package org.speakdraw.checkpoint.graph;

/** Types of elements in a graph, by their numbers in ONNX's {@code TensorProto.DataType}. */
public enum ElementType {
    FLOAT(1, 4),
    HALF(10, 2),
    INT32(6, 4),
    INT64(7, 8);

    private final int code;
    private final int bytes;

    ElementType(int code, int bytes) {
        this.code = code;
        this.bytes = bytes;
    }

    public int code() {
        return code;
    }

    int bytes() {
        return bytes;
    }
}
