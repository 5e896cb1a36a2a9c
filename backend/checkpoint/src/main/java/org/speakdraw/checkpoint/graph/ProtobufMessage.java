package org.speakdraw.checkpoint.graph;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A message in the wire format of protocol buffers, written field by field. */
final class ProtobufMessage {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CodedOutputStream out = CodedOutputStream.newInstance(bytes);

    /** Writes a field. */
    private interface Field {
        void write() throws IOException;
    }

    ProtobufMessage integer(int field, long value) {
        return with(() -> out.writeInt64(field, value));
    }

    ProtobufMessage number(int field, float value) {
        return with(() -> out.writeFloat(field, value));
    }

    ProtobufMessage text(int field, String value) {
        return with(() -> out.writeString(field, value));
    }

    ProtobufMessage message(int field, ProtobufMessage value) {
        return bytes(field, value.toByteArray());
    }

    ProtobufMessage bytes(int field, byte[] value) {
        return with(() -> out.writeByteArray(field, value));
    }

    byte[] toByteArray() {
        with(out::flush);
        return bytes.toByteArray();
    }

    private ProtobufMessage with(Field field) {
        try {
            field.write();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
    }
}
