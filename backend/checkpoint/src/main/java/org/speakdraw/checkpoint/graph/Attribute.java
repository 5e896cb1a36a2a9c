package org.speakdraw.checkpoint.graph;

/**
 * An attribute of a node, with its fields of ONNX's {@code AttributeProto}.
 *
 * @param message as written
 */
public record Attribute(ProtobufMessage message) {

    private static final int NAME = 1;
    private static final int TYPE = 20;

    public static Attribute integer(String name, long value) {
        return new Attribute(
                new ProtobufMessage().text(NAME, name).integer(3, value).integer(TYPE, 2));
    }

    public static Attribute number(String name, float value) {
        return new Attribute(
                new ProtobufMessage().text(NAME, name).number(2, value).integer(TYPE, 1));
    }

    public static Attribute text(String name, String value) {
        return new Attribute(
                new ProtobufMessage().text(NAME, name).text(4, value).integer(TYPE, 3));
    }

    public static Attribute integers(String name, long... values) {
        ProtobufMessage message = new ProtobufMessage().text(NAME, name);
        for (long value : values) {
            message.integer(8, value);
        }
        return new Attribute(message.integer(TYPE, 7));
    }

    /** A part of a graph. */
    static Attribute graph(String name, ProtobufMessage graph) {
        return new Attribute(
                new ProtobufMessage().text(NAME, name).message(6, graph).integer(TYPE, 5));
    }
}
