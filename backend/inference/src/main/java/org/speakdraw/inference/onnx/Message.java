package org.speakdraw.inference.onnx;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * One message of the ONNX format ({@code onnx.proto}), by the numbers of its fields, which {@link OnnxField} names. So
 * whatever a newer format adds is handed on as it is. Immutable.
 */
record Message(UnknownFieldSet fields) {

    static final Message EMPTY = new Message(UnknownFieldSet.getDefaultInstance());

    /** @throws IllegalArgumentException if the bytes are no message */
    static Message of(ByteString bytes) {
        try {
            return new Message(UnknownFieldSet.parseFrom(bytes));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    List<Message> messages(int field) {
        return fields.getField(field).getLengthDelimitedList().stream()
                .map(Message::of)
                .toList();
    }

    /** The last one; empty where there is none. */
    Message message(int field) {
        List<ByteString> all = fields.getField(field).getLengthDelimitedList();
        return all.isEmpty() ? EMPTY : of(all.get(all.size() - 1));
    }

    List<String> texts(int field) {
        return fields.getField(field).getLengthDelimitedList().stream()
                .map(ByteString::toStringUtf8)
                .toList();
    }

    /** The last one; empty where there is none. */
    String text(int field) {
        List<String> all = texts(field);
        return all.isEmpty() ? "" : all.get(all.size() - 1);
    }

    /** One after another or packed into one field, as either may be written. */
    List<Long> numbers(int field) {
        UnknownFieldSet.Field content = fields.getField(field);
        List<Long> numbers = new ArrayList<>(content.getVarintList());
        for (ByteString packed : content.getLengthDelimitedList()) {
            CodedInputStream in = packed.newCodedInput();
            try {
                while (!in.isAtEnd()) {
                    numbers.add(in.readRawVarint64());
                }
            } catch (IOException e) {
                throw new IllegalArgumentException(e.getMessage(), e);
            }
        }
        return numbers;
    }

    /** The last one; 0 where there is none. */
    long number(int field) {
        List<Long> all = fields.getField(field).getVarintList();
        return all.isEmpty() ? 0 : all.get(all.size() - 1);
    }

    boolean has(int field) {
        return fields.hasField(field);
    }

    Message without(int field) {
        return new Message(fields.toBuilder().clearField(field).build());
    }

    /** With these in place of whatever the field held. */
    Message withMessages(int field, List<Message> values) {
        return with(field, values, message -> message.fields().toByteString());
    }

    /** With these in place of whatever the field held. */
    Message withTexts(int field, List<String> values) {
        return with(field, values, ByteString::copyFromUtf8);
    }

    /** With it in place of whatever the field held. */
    Message with(int field, Message value) {
        return withMessages(field, List.of(value));
    }

    /** With it in place of whatever the field held. */
    Message with(int field, String value) {
        return withTexts(field, List.of(value));
    }

    /** With these in place of whatever the field held. */
    Message with(int field, long... values) {
        UnknownFieldSet.Field.Builder content = UnknownFieldSet.Field.newBuilder();
        for (long value : values) {
            content.addVarint(value);
        }
        return put(field, content);
    }

    /** With the bytes in place of whatever the field held. */
    Message with(int field, ByteString bytes) {
        return put(field, UnknownFieldSet.Field.newBuilder().addLengthDelimited(bytes));
    }

    private <T> Message with(int field, List<T> values, Function<T, ByteString> encoded) {
        UnknownFieldSet.Field.Builder content = UnknownFieldSet.Field.newBuilder();
        values.forEach(value -> content.addLengthDelimited(encoded.apply(value)));
        return put(field, content);
    }

    private Message put(int field, UnknownFieldSet.Field.Builder content) {
        return new Message(fields.toBuilder().addField(field, content.build()).build());
    }
}
