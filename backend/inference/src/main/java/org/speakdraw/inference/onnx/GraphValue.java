package org.speakdraw.inference.onnx;

import static org.speakdraw.inference.onnx.OnnxField.DIMENSION_SIZE;
import static org.speakdraw.inference.onnx.OnnxField.SHAPE_DIMENSIONS;
import static org.speakdraw.inference.onnx.OnnxField.TENSOR_TYPE_ELEMENT;
import static org.speakdraw.inference.onnx.OnnxField.TENSOR_TYPE_SHAPE;
import static org.speakdraw.inference.onnx.OnnxField.TYPE_TENSOR;
import static org.speakdraw.inference.onnx.OnnxField.VALUE_NAME;
import static org.speakdraw.inference.onnx.OnnxField.VALUE_TYPE;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * An input or output of a graph ({@code ValueInfoProto}). Immutable.
 *
 * @param weight listed with the inputs, but given by the graph itself
 */
record GraphValue(Message message, boolean weight) {

    /** A tensor of this type and number of dimensions, each of any size. */
    static GraphValue of(String name, TensorInfo info) {
        Message shape = Message.EMPTY.withMessages(SHAPE_DIMENSIONS, Collections.nCopies(info.rank(), Message.EMPTY));
        Message tensor =
                Message.EMPTY.with(TENSOR_TYPE_ELEMENT, info.type().number()).with(TENSOR_TYPE_SHAPE, shape);
        return new GraphValue(
                Message.EMPTY.with(VALUE_NAME, name).with(VALUE_TYPE, Message.EMPTY.with(TYPE_TENSOR, tensor)), false);
    }

    String name() {
        return message.text(VALUE_NAME);
    }

    ElementType type() {
        return ElementType.of(tensor().number(TENSOR_TYPE_ELEMENT), name());
    }

    TensorInfo info() {
        List<Long> shape = new ArrayList<>();
        for (Message dimension : dimensions()) {
            shape.add(dimension.has(DIMENSION_SIZE) ? dimension.number(DIMENSION_SIZE) : -1L);
        }
        return new TensorInfo(name(), type(), shape);
    }

    /** The same with elements of another type. */
    GraphValue of(ElementType type) {
        return of(tensor().with(TENSOR_TYPE_ELEMENT, type.number()));
    }

    /** The same with its dimensions in another order: the one that was at {@code order[i]} is at i. */
    GraphValue turned(int... order) {
        List<Message> old = dimensions();
        List<Message> turned = new ArrayList<>();
        for (int from : order) {
            turned.add(old.get(from));
        }
        return shaped(turned);
    }

    /** The same with one element for each row of {@code rows}. */
    GraphValue vector(GraphValue rows) {
        return shaped(rows.dimensions().subList(0, 1));
    }

    private GraphValue shaped(List<Message> dimensions) {
        Message shape = tensor().message(TENSOR_TYPE_SHAPE).withMessages(SHAPE_DIMENSIONS, dimensions);
        return of(tensor().with(TENSOR_TYPE_SHAPE, shape));
    }

    private GraphValue of(Message tensor) {
        return new GraphValue(
                message.with(VALUE_TYPE, message.message(VALUE_TYPE).with(TYPE_TENSOR, tensor)), weight);
    }

    private Message tensor() {
        return message.message(VALUE_TYPE).message(TYPE_TENSOR);
    }

    private List<Message> dimensions() {
        return tensor().message(TENSOR_TYPE_SHAPE).messages(SHAPE_DIMENSIONS);
    }
}
