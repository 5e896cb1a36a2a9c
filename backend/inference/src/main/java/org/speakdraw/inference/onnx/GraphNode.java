package org.speakdraw.inference.onnx;

import static org.speakdraw.inference.onnx.OnnxField.ATTRIBUTE_GRAPH;
import static org.speakdraw.inference.onnx.OnnxField.ATTRIBUTE_GRAPHS;
import static org.speakdraw.inference.onnx.OnnxField.ATTRIBUTE_INTEGER;
import static org.speakdraw.inference.onnx.OnnxField.ATTRIBUTE_INTEGERS;
import static org.speakdraw.inference.onnx.OnnxField.ATTRIBUTE_NAME;
import static org.speakdraw.inference.onnx.OnnxField.ATTRIBUTE_TENSOR;
import static org.speakdraw.inference.onnx.OnnxField.ATTRIBUTE_TYPE;
import static org.speakdraw.inference.onnx.OnnxField.ATTRIBUTE_TYPE_INTEGER;
import static org.speakdraw.inference.onnx.OnnxField.ATTRIBUTE_TYPE_INTEGERS;
import static org.speakdraw.inference.onnx.OnnxField.ATTRIBUTE_TYPE_TENSOR;
import static org.speakdraw.inference.onnx.OnnxField.GRAPH_NODES;
import static org.speakdraw.inference.onnx.OnnxField.GRAPH_OUTPUTS;
import static org.speakdraw.inference.onnx.OnnxField.NODE_ATTRIBUTES;
import static org.speakdraw.inference.onnx.OnnxField.NODE_DOMAIN;
import static org.speakdraw.inference.onnx.OnnxField.NODE_INPUTS;
import static org.speakdraw.inference.onnx.OnnxField.NODE_NAME;
import static org.speakdraw.inference.onnx.OnnxField.NODE_OPERATOR;
import static org.speakdraw.inference.onnx.OnnxField.NODE_OUTPUTS;
import static org.speakdraw.inference.onnx.OnnxField.VALUE_NAME;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One operator of a graph ({@code NodeProto}). Immutable. */
record GraphNode(Message message) {

    /** ONNX Runtime reads messages within messages no deeper than a hundred, and a graph is three of them. */
    private static final int DEEPEST = 33;

    /** A node of ONNX's own operators without attributes, named after its output. */
    static GraphNode of(String operator, List<String> inputs, String output) {
        return new GraphNode(Message.EMPTY
                .withTexts(NODE_INPUTS, inputs)
                .with(NODE_OUTPUTS, output)
                .with(NODE_NAME, output)
                .with(NODE_OPERATOR, operator));
    }

    String operator() {
        return message.text(NODE_OPERATOR);
    }

    List<String> inputs() {
        return message.texts(NODE_INPUTS);
    }

    List<String> outputs() {
        return message.texts(NODE_OUTPUTS);
    }

    /** Whether it is an operator of ONNX Runtime's own. */
    boolean isFused() {
        return message.text(NODE_DOMAIN).equals("com.microsoft");
    }

    GraphNode with(String attribute, long value) {
        return with(Message.EMPTY
                .with(ATTRIBUTE_NAME, attribute)
                .with(ATTRIBUTE_INTEGER, value)
                .with(ATTRIBUTE_TYPE, ATTRIBUTE_TYPE_INTEGER));
    }

    GraphNode with(String attribute, List<Integer> values) {
        return with(Message.EMPTY
                .with(ATTRIBUTE_NAME, attribute)
                .with(
                        ATTRIBUTE_INTEGERS,
                        values.stream().mapToLong(Integer::longValue).toArray())
                .with(ATTRIBUTE_TYPE, ATTRIBUTE_TYPE_INTEGERS));
    }

    GraphNode with(String attribute, Message tensor) {
        return with(Message.EMPTY
                .with(ATTRIBUTE_NAME, attribute)
                .with(ATTRIBUTE_TENSOR, tensor)
                .with(ATTRIBUTE_TYPE, ATTRIBUTE_TYPE_TENSOR));
    }

    Optional<Long> integer(String attribute) {
        return attribute(attribute).map(found -> found.number(ATTRIBUTE_INTEGER));
    }

    /** Empty where there is no such attribute. */
    List<Long> integers(String attribute) {
        return attribute(attribute)
                .map(found -> found.numbers(ATTRIBUTE_INTEGERS))
                .orElse(List.of());
    }

    private Optional<Message> attribute(String name) {
        return message.messages(NODE_ATTRIBUTES).stream()
                .filter(attribute -> attribute.text(ATTRIBUTE_NAME).equals(name))
                .findFirst();
    }

    /**
     * Looks into the graphs inside this node, and those inside them.
     *
     * @throws IllegalArgumentException if they are no graphs, or go deeper than those that can be loaded
     */
    void requireShallow() {
        requireShallow(message, 0);
    }

    private static void requireShallow(Message node, int depth) {
        if (depth > DEEPEST) {
            throw new IllegalArgumentException("it has graphs within graphs, more than " + DEEPEST + " of them");
        }
        for (Message attribute : node.messages(NODE_ATTRIBUTES)) {
            for (int field : new int[] {ATTRIBUTE_GRAPH, ATTRIBUTE_GRAPHS}) {
                for (Message graph : attribute.messages(field)) {
                    graph.messages(GRAPH_NODES).forEach(inner -> requireShallow(inner, depth + 1));
                }
            }
        }
    }

    /** Calls a value by another name, in the graphs inside this node too: no name is given twice in ONNX. */
    GraphNode renamed(String from, String to) {
        return new GraphNode(renamed(message, from, to));
    }

    private GraphNode with(Message attribute) {
        List<Message> attributes = new ArrayList<>(message.messages(NODE_ATTRIBUTES));
        attributes.add(attribute);
        return new GraphNode(message.withMessages(NODE_ATTRIBUTES, attributes));
    }

    private static Message renamed(Message node, String from, String to) {
        Message changed = node;
        for (int field : new int[] {NODE_INPUTS, NODE_OUTPUTS}) {
            List<String> names = changed.texts(field);
            if (names.contains(from)) {
                changed = changed.withTexts(
                        field,
                        names.stream()
                                .map(name -> name.equals(from) ? to : name)
                                .toList());
            }
        }
        List<Message> attributes = changed.messages(NODE_ATTRIBUTES);
        if (attributes.stream().noneMatch(each -> each.has(ATTRIBUTE_GRAPH) || each.has(ATTRIBUTE_GRAPHS))) {
            return changed;
        }
        return changed.withMessages(
                NODE_ATTRIBUTES,
                attributes.stream().map(each -> inGraphs(each, from, to)).toList());
    }

    private static Message inGraphs(Message attribute, String from, String to) {
        Message changed = attribute;
        for (int field : new int[] {ATTRIBUTE_GRAPH, ATTRIBUTE_GRAPHS}) {
            if (changed.has(field)) {
                changed = changed.withMessages(
                        field,
                        changed.messages(field).stream()
                                .map(graph -> inGraph(graph, from, to))
                                .toList());
            }
        }
        return changed;
    }

    private static Message inGraph(Message graph, String from, String to) {
        List<Message> nodes = graph.messages(GRAPH_NODES).stream()
                .map(node -> renamed(node, from, to))
                .toList();
        List<Message> outputs = graph.messages(GRAPH_OUTPUTS).stream()
                .map(output -> output.text(VALUE_NAME).equals(from) ? output.with(VALUE_NAME, to) : output)
                .toList();
        return graph.withMessages(GRAPH_NODES, nodes).withMessages(GRAPH_OUTPUTS, outputs);
    }
}
