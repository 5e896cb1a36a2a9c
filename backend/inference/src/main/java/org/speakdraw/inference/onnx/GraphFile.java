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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads a graph without its weights: those stay in the file, and the graph that is handed on says where in it they lie,
 * as if the file were one of those that ONNX keeps weights in. So a graph of gigabytes can be changed in little memory.
 */
final class GraphFile {

    /** Below it weights are read with the graph. */
    private static final int LARGE_BYTES = 1 << 16;

    private final CodedInputStream in;
    private final String name;

    private GraphFile(CodedInputStream in, String name) {
        this.in = in;
        this.name = name;
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
            return new GraphFile(in, String.valueOf(file.getFileName())).message(MODEL_GRAPH, GraphFile::graph);
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
                int end = in.pushLimit(in.readRawVarint32());
                specials.addLengthDelimited(content.read(this).fields().toByteString());
                in.popLimit(end);
            } else {
                fields.mergeFieldFrom(tag, in);
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
                    fields.mergeLengthDelimitedField(TENSOR_RAW, ByteString.copyFrom(in.readRawBytes(length)));
                }
            } else {
                fields.mergeFieldFrom(tag, in);
            }
        }
        Message tensor = new Message(fields.build());
        return place.isEmpty()
                ? tensor
                : tensor.withMessages(TENSOR_EXTERNAL, place).with(TENSOR_LOCATION, LOCATION_EXTERNAL);
    }

    private List<Message> place(int offset, int length) {
        List<Message> entries = new ArrayList<>();
        Map.of("location", name, "offset", Integer.toString(offset), "length", Integer.toString(length))
                .forEach((key, value) ->
                        entries.add(Message.EMPTY.with(ENTRY_KEY, key).with(ENTRY_VALUE, value)));
        return entries;
    }

    private static int lengthDelimited(int field) {
        return field << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
    }
}
