package org.speakdraw.checkpoint.safetensors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.speakdraw.checkpoint.CheckpointException;

/**
 * A file in the safetensors format: the length of a JSON header in 8 bytes, the header, and the tensors, which fill the
 * rest without gaps (github.com/huggingface/safetensors). Everything is checked before it is believed. Not thread-safe.
 */
public final class SafetensorsFile extends TensorFile {

    private static final int LENGTH_BYTES = 8;
    /** A checkpoint of SDXL in one file has 0.4 MB. */
    static final int MAX_HEADER_BYTES = 16 << 20;

    private static final int MAX_TENSORS = 50_000;
    private static final int MAX_DIMENSIONS = 8;
    private static final int MAX_NESTING = 8;
    private static final int MAX_NAME_LENGTH = 512;
    private static final String METADATA = "__metadata__";

    private final Map<String, StoredTensor> tensors;
    private final Map<String, String> metadata = new LinkedHashMap<>();

    private SafetensorsFile(Path path, FileChannel channel) throws IOException {
        super(path, channel);
        this.tensors = Collections.unmodifiableMap(readHeader());
    }

    /**
     * Reads the header.
     *
     * @throws CheckpointException naming the file and what is wrong with it
     */
    public static SafetensorsFile open(Path path) throws IOException {
        refusePickle(path);
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        try {
            return new SafetensorsFile(path, channel);
        } catch (Throwable e) {
            channel.close();
            throw e;
        }
    }

    /** By name, in the header's order. */
    @Override
    public Map<String, StoredTensor> tensors() {
        return tensors;
    }

    /** What the author wrote beside the tensors. */
    public Map<String, String> metadata() {
        return Collections.unmodifiableMap(metadata);
    }

    /** PyTorch's own files are archives or pickles: programs, which nobody should run to look at weights. */
    private static void refusePickle(Path path) throws IOException {
        byte[] head;
        try (var in = Files.newInputStream(path)) {
            head = in.readNBytes(LENGTH_BYTES);
        }
        boolean zip = head.length > 1 && head[0] == 'P' && head[1] == 'K';
        boolean pickle = head.length > 1 && (head[0] & 0xff) == 0x80 && head[1] <= 5 && head[1] > 0;
        if (zip || (pickle && !looksLikeHeader(head, Files.size(path)))) {
            throw new CheckpointException(
                    path + " is a pickle (.bin, .ckpt, .pt), which can run programs when it is read;"
                            + " take the model's .safetensors file.");
        }
    }

    private static boolean looksLikeHeader(byte[] head, long size) {
        if (head.length < LENGTH_BYTES) {
            return false;
        }
        long length = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getLong();
        return length > 0 && length <= Math.min(MAX_HEADER_BYTES, size - LENGTH_BYTES);
    }

    private Map<String, StoredTensor> readHeader() throws IOException {
        long size = channel.size();
        if (size < LENGTH_BYTES) {
            throw broken("it has only " + size + " bytes");
        }
        ByteBuffer length = ByteBuffer.allocate(LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        read(0, length);
        long headerBytes = length.getLong(0);
        if (headerBytes < 2 || headerBytes > MAX_HEADER_BYTES || headerBytes > size - LENGTH_BYTES) {
            throw broken("its header would have " + Long.toUnsignedString(headerBytes) + " bytes");
        }
        ByteBuffer header = ByteBuffer.allocate((int) headerBytes);
        read(LENGTH_BYTES, header);
        Map<String, StoredTensor> read = new LinkedHashMap<>();
        long start = LENGTH_BYTES + headerBytes;
        for (Map.Entry<String, JsonNode> entry : json(header.array()).properties()) {
            if (entry.getKey().equals(METADATA)) {
                entry.getValue()
                        .properties()
                        .forEach(about ->
                                metadata.put(about.getKey(), about.getValue().asText()));
            } else {
                read.put(entry.getKey(), tensor(entry.getKey(), entry.getValue(), start));
            }
        }
        checkCover(read, start, size);
        return read;
    }

    private JsonNode json(byte[] header) throws IOException {
        try {
            JsonFactory factory = JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_NESTING)
                            .maxNameLength(MAX_NAME_LENGTH)
                            .maxNumberLength(20)
                            .build())
                    .build();
            JsonNode node = new ObjectMapper(factory).readTree(header);
            if (node == null || !node.isObject()) {
                throw broken("its header is not a JSON object");
            }
            if (node.size() > MAX_TENSORS) {
                throw broken("it names " + node.size() + " tensors, more than " + MAX_TENSORS);
            }
            return node;
        } catch (JsonProcessingException e) {
            throw new CheckpointException(
                    path + " is not a safetensors file: its header is not JSON (" + e.getOriginalMessage() + ").", e);
        }
    }

    private StoredTensor tensor(String name, JsonNode about, long start) {
        StoredType type = StoredType.named(about.path("dtype").asText(""))
                .orElseThrow(() -> broken(name + " is of the unknown type " + about.path("dtype")));
        JsonNode shape = about.path("shape");
        JsonNode offsets = about.path("data_offsets");
        if (!shape.isArray() || shape.size() > MAX_DIMENSIONS || !offsets.isArray() || offsets.size() != 2) {
            throw broken(name + " has no usable shape or place");
        }
        List<Long> dimensions = new ArrayList<>();
        long begin = number(name, offsets.get(0));
        long end = number(name, offsets.get(1));
        try {
            long bytes = type.bytes();
            for (JsonNode dimension : shape) {
                dimensions.add(number(name, dimension));
                bytes = Math.multiplyExact(bytes, number(name, dimension));
            }
            if (end - begin != bytes) {
                throw broken(
                        name + " " + dimensions + " of " + type + " does not fill its " + (end - begin) + " bytes");
            }
        } catch (ArithmeticException e) {
            throw broken(name + " is too large");
        }
        return new StoredTensor(this, name, type, dimensions, start + begin, false);
    }

    private long number(String name, JsonNode value) {
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.asLong() < 0 || value.asLong() > 1L << 48) {
            throw broken(name + " has the size or place " + value);
        }
        return value.asLong();
    }

    /** As the format demands: no gaps, no overlaps, nothing behind. */
    private void checkCover(Map<String, StoredTensor> read, long start, long size) {
        List<StoredTensor> ordered = new ArrayList<>(read.values());
        ordered.sort(Comparator.comparingLong(StoredTensor::offset).thenComparingLong(StoredTensor::elements));
        long expected = start;
        for (StoredTensor tensor : ordered) {
            if (tensor.offset() != expected) {
                throw broken("the place of " + tensor.name() + " overlaps another one's or leaves a gap");
            }
            expected += tensor.elements() * tensor.type().bytes();
        }
        if (expected != size) {
            throw broken(
                    expected > size
                            ? "it ends after " + size + " of " + expected + " bytes; was it fetched whole?"
                            : "something follows its tensors");
        }
    }

    private CheckpointException broken(String what) {
        return new CheckpointException(path + " is not a usable safetensors file: " + what + ".");
    }
}
