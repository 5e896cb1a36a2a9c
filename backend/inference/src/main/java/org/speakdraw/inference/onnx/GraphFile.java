package org.speakdraw.inference.onnx;

import static org.speakdraw.inference.onnx.OnnxField.ENTRY_KEY;
import static org.speakdraw.inference.onnx.OnnxField.ENTRY_VALUE;
import static org.speakdraw.inference.onnx.OnnxField.GRAPH_INITIALIZERS;
import static org.speakdraw.inference.onnx.OnnxField.LOCATION_EXTERNAL;
import static org.speakdraw.inference.onnx.OnnxField.MODEL_GRAPH;
import static org.speakdraw.inference.onnx.OnnxField.TENSOR_EXTERNAL;
import static org.speakdraw.inference.onnx.OnnxField.TENSOR_LOCATION;
import static org.speakdraw.inference.onnx.OnnxField.TENSOR_RAW;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Reads a graph without its weights: those stay in the file, and the graph that is handed on says where in it they lie,
 * as if the file were one of those that ONNX keeps weights in. So a graph of gigabytes can be changed in little memory.
 */
final class GraphFile {

    private static final String LOCATION = "location";
    /** Below it weights are read with the graph. */
    private static final int LARGE_BYTES = 1 << 16;
    /** What is read at most: graphs take some megabytes without their weights, and are copied while they are changed. */
    private static final int MOST_BYTES = 128 << 20;
    /** What a field takes in memory beside its content, about. */
    private static final int FIELD_BYTES = 32;

    private final CodedInputStream in;
    /** As the bundle names it. */
    private final Path file;
    /** Where it is, without links. */
    private final Path real;

    private long kept;

    private GraphFile(CodedInputStream in, Path file, Path real) {
        this.in = in;
        this.file = file;
        this.real = real;
    }

    /**
     * The {@code ModelProto} in the file.
     *
     * @throws IOException also if it is none
     */
    static Message read(Path file) throws IOException {
        try (InputStream bytes = Files.newInputStream(file)) {
            CodedInputStream in = CodedInputStream.newInstance(bytes, 1 << 16);
            in.setSizeLimit(Integer.MAX_VALUE);
            return new GraphFile(in, file, file.toRealPath()).message(MODEL_GRAPH, GraphFile::graph);
        }
    }

    /** Reads what is inside a message. */
    @FunctionalInterface
    private interface Content {
        Message read(GraphFile file) throws IOException;
    }

    private Message graph() throws IOException {
        return message(GRAPH_INITIALIZERS, GraphFile::weights);
    }

    /** All fields up to the end, {@code special} ones by {@code content}. */
    private Message message(int special, Content content) throws IOException {
        UnknownFieldSet.Builder fields = UnknownFieldSet.newBuilder();
        UnknownFieldSet.Field.Builder specials = UnknownFieldSet.Field.newBuilder();
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag == lengthDelimited(special)) {
                count(0);
                int end = in.pushLimit(in.readRawVarint32());
                specials.addLengthDelimited(content.read(this).fields().toByteString());
                in.popLimit(end);
            } else {
                keep(tag, fields);
            }
        }
        return new Message(fields.mergeField(special, specials.build()).build());
    }

    private Message weights() throws IOException {
        UnknownFieldSet.Builder fields = UnknownFieldSet.newBuilder();
        List<Message> place = new ArrayList<>();
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag == lengthDelimited(TENSOR_RAW)) {
                int length = in.readRawVarint32();
                if (length >= LARGE_BYTES) {
                    place = place(in.getTotalBytesRead(), length);
                    in.skipRawBytes(length);
                } else {
                    fields.mergeLengthDelimitedField(TENSOR_RAW, bytes(length));
                }
            } else {
                keep(tag, fields);
            }
        }
        Message tensor = new Message(fields.build());
        return place.isEmpty()
                ? linked(tensor)
                : tensor.withMessages(TENSOR_EXTERNAL, place).with(TENSOR_LOCATION, LOCATION_EXTERNAL);
    }

    /** A field as it is. */
    private void keep(int tag, UnknownFieldSet.Builder fields) throws IOException {
        switch (WireFormat.getTagWireType(tag)) {
            case WireFormat.WIRETYPE_LENGTH_DELIMITED ->
                fields.mergeLengthDelimitedField(WireFormat.getTagFieldNumber(tag), bytes(in.readRawVarint32()));
            case WireFormat.WIRETYPE_START_GROUP -> throw new IOException("it has groups, which no graph has");
            default -> {
                count(0);
                fields.mergeFieldFrom(tag, in);
            }
        }
    }

    private ByteString bytes(int length) throws IOException {
        count(length);
        return ByteString.copyFrom(in.readRawBytes(length));
    }

    private void count(long bytes) throws IOException {
        kept += FIELD_BYTES + bytes;
        if (kept > MOST_BYTES) {
            throw new IOException(
                    "it takes more than " + MOST_BYTES + " bytes beside its weights, or its weights are no raw data");
        }
    }

    private List<Message> place(int offset, int length) {
        List<Message> entries = new ArrayList<>();
        Map.of(
                        LOCATION,
                        String.valueOf(real.getFileName()),
                        "offset",
                        Integer.toString(offset),
                        "length",
                        Integer.toString(length))
                .forEach((key, value) ->
                        entries.add(Message.EMPTY.with(ENTRY_KEY, key).with(ENTRY_VALUE, value)));
        return entries;
    }

    /**
     * Weights beside the graph, seen from where it really is: those who keep each file once put links into a bundle (such as
     * Hugging Face's cache), and ONNX Runtime reads nothing outside of the folder that it is told of.
     */
    private Message linked(Message tensor) {
        if (!tensor.has(TENSOR_EXTERNAL) || real.equals(file.toAbsolutePath().normalize())) {
            return tensor;
        }
        return tensor.withMessages(
                TENSOR_EXTERNAL,
                tensor.messages(TENSOR_EXTERNAL).stream()
                        .map(entry -> entry.text(ENTRY_KEY).equals(LOCATION)
                                ? entry.with(ENTRY_VALUE, linked(entry.text(ENTRY_VALUE)))
                                : entry)
                        .toList());
    }

    private String linked(String location) {
        try {
            Path beside = file.resolveSibling(location).toRealPath();
            return Objects.requireNonNull(real.getParent()).relativize(beside).toString();
        } catch (IOException | InvalidPathException e) {
            // Whoever loads the graph says what is missing.
            return location;
        }
    }

    private static int lengthDelimited(int field) {
        return field << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
    }
}
