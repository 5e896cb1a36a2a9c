package org.speakdraw.inference.golden;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes an ONNX graph that hands its first input to its only output, or one operator's result, so that a test can give a network any names,
 * types and sizes. The format is protocol buffers; the field numbers are those of {@code onnx.proto3}.
 */
public final class TinyGraph {

    /** Element types by their numbers in the format. */
    public enum Type {
        FLOAT32(1),
        INT32(6),
        INT64(7),
        FLOAT16(10);

        private final int number;

        Type(int number) {
            this.number = number;
        }
    }

    private static final int INPUT = 11;
    private static final int OUTPUT = 12;

    private final ByteArrayOutputStream graph = new ByteArrayOutputStream();
    private String first = "";
    private String operator = "Identity";

    /** @param sizes one a dimension; 0: any size; none: a scalar */
    public TinyGraph input(String name, Type type, int... sizes) {
        first = first.isEmpty() ? name : first;
        field(graph, INPUT, value(name, type, sizes));
        return this;
    }

    /** What the output is made with, of one input and without attributes. */
    public TinyGraph operator(String name) {
        operator = name;
        return this;
    }

    /** The output, of the first input's type. */
    public TinyGraph output(String name, Type type, int... sizes) {
        ByteArrayOutputStream node = new ByteArrayOutputStream();
        field(node, 1, text(first));
        field(node, 2, text(name));
        field(node, 4, text(operator));
        field(graph, 1, node.toByteArray());
        field(graph, 2, text("tiny"));
        field(graph, OUTPUT, value(name, type, sizes));
        return this;
    }

    public Path write(Path file) {
        ByteArrayOutputStream opset = new ByteArrayOutputStream();
        number(opset, 2, 13);
        ByteArrayOutputStream model = new ByteArrayOutputStream();
        number(model, 1, 8);
        field(model, 7, graph.toByteArray());
        field(model, 8, opset.toByteArray());
        try {
            return Files.write(file, model.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] value(String name, Type type, int... sizes) {
        ByteArrayOutputStream shape = new ByteArrayOutputStream();
        for (int i = 0; i < sizes.length; i++) {
            ByteArrayOutputStream dimension = new ByteArrayOutputStream();
            if (sizes[i] > 0) {
                number(dimension, 1, sizes[i]);
            } else {
                field(dimension, 2, text(name + "_" + i));
            }
            field(shape, 1, dimension.toByteArray());
        }
        ByteArrayOutputStream tensor = new ByteArrayOutputStream();
        number(tensor, 1, type.number);
        field(tensor, 2, shape.toByteArray());
        ByteArrayOutputStream typeField = new ByteArrayOutputStream();
        field(typeField, 1, tensor.toByteArray());
        ByteArrayOutputStream info = new ByteArrayOutputStream();
        field(info, 1, text(name));
        field(info, 2, typeField.toByteArray());
        return info.toByteArray();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void field(ByteArrayOutputStream target, int field, byte[] content) {
        varint(target, field << 3 | 2);
        varint(target, content.length);
        target.writeBytes(content);
    }

    private static void number(ByteArrayOutputStream target, int field, int value) {
        varint(target, field << 3);
        varint(target, value);
    }

    private static void varint(ByteArrayOutputStream target, int value) {
        int rest = value;
        while (rest > 0x7F) {
            target.write(rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        target.write(rest);
    }
}
