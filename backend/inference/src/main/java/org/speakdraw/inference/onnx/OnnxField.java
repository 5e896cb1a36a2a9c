package org.speakdraw.inference.onnx;

/** Numbers of the fields and types of {@code onnx.proto} that graphs are changed by. */
final class OnnxField {

    static final int MODEL_IR_VERSION = 1;
    static final int MODEL_GRAPH = 7;
    static final int MODEL_OPSETS = 8;

    static final int OPSET_VERSION = 2;

    static final int GRAPH_NODES = 1;
    static final int GRAPH_NAME = 2;
    static final int GRAPH_INITIALIZERS = 5;
    static final int GRAPH_INPUTS = 11;
    static final int GRAPH_OUTPUTS = 12;
    static final int GRAPH_VALUES = 13;

    static final int NODE_INPUTS = 1;
    static final int NODE_OUTPUTS = 2;
    static final int NODE_NAME = 3;
    static final int NODE_OPERATOR = 4;
    static final int NODE_ATTRIBUTES = 5;
    static final int NODE_DOMAIN = 7;

    static final int ATTRIBUTE_NAME = 1;
    static final int ATTRIBUTE_INTEGER = 3;
    static final int ATTRIBUTE_TENSOR = 5;
    static final int ATTRIBUTE_GRAPH = 6;
    static final int ATTRIBUTE_INTEGERS = 8;
    static final int ATTRIBUTE_GRAPHS = 11;
    static final int ATTRIBUTE_TYPE = 20;

    static final long ATTRIBUTE_TYPE_INTEGER = 2;
    static final long ATTRIBUTE_TYPE_TENSOR = 4;
    static final long ATTRIBUTE_TYPE_INTEGERS = 7;

    static final int VALUE_NAME = 1;
    static final int VALUE_TYPE = 2;
    static final int TYPE_TENSOR = 1;
    static final int TENSOR_TYPE_ELEMENT = 1;
    static final int TENSOR_TYPE_SHAPE = 2;
    static final int SHAPE_DIMENSIONS = 1;
    static final int DIMENSION_SIZE = 1;

    static final int TENSOR_SIZES = 1;
    static final int TENSOR_ELEMENT = 2;
    static final int TENSOR_NAME = 8;
    static final int TENSOR_RAW = 9;
    static final int TENSOR_EXTERNAL = 13;
    static final int TENSOR_LOCATION = 14;

    static final long LOCATION_EXTERNAL = 1;
    static final int ENTRY_KEY = 1;
    static final int ENTRY_VALUE = 2;

    private OnnxField() {}
}
