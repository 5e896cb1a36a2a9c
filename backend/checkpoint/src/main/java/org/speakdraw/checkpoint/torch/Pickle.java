package org.speakdraw.checkpoint.torch;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.speakdraw.checkpoint.safetensors.StoredType;

/**
 * What is in a pickle (Python's {@code pickletools}), as far as weights need it: names, numbers, tables, and where tensors
 * lie. Nothing that it asks to be called is called: anything but a tensor or a table becomes {@link #UNKNOWN}. Used once.
 */
final class Pickle {

    /** An object of Python's that is of no interest. */
    static final Object UNKNOWN = new Object();

    private static final Object NONE = new Object();
    private static final Object MARK = new Object();
    private static final int MAX_STEPS = 3_000_000;
    /** On the stack and remembered, together. */
    private static final int MAX_OBJECTS = 1_000_000;

    private static final int MAX_NAME_LENGTH = 512;
    private static final int MAX_DIMENSIONS = 8;
    private static final long MAX_SIZE = 1L << 40;

    private static final Map<String, StoredType> STORAGES = Map.of(
            "torch.DoubleStorage", StoredType.F64,
            "torch.FloatStorage", StoredType.F32,
            "torch.HalfStorage", StoredType.F16,
            "torch.BFloat16Storage", StoredType.BF16,
            "torch.LongStorage", StoredType.I64,
            "torch.IntStorage", StoredType.I32,
            "torch.ShortStorage", StoredType.I16,
            "torch.CharStorage", StoredType.I8,
            "torch.ByteStorage", StoredType.U8,
            "torch.BoolStorage", StoredType.BOOL);

    /** The name of a class or a function. */
    private record Global(String name) {}

    /** Numbers in a row, in a file of their own. */
    record Storage(StoredType type, String key) {}

    /**
     * A view of a storage.
     *
     * @param offset of the first element
     * @param steps  between neighbours of each dimension
     */
    record Tensor(Storage storage, long offset, List<Long> shape, List<Long> steps) {

        long elements() {
            return shape.stream().reduce(1L, (a, b) -> a * b);
        }

        /** Whether it lies row by row, without gaps. */
        boolean isDense() {
            long step = 1;
            for (int i = shape.size() - 1; i >= 0; i--) {
                if (shape.get(i) > 1 && steps.get(i) != step) {
                    return false;
                }
                step *= shape.get(i);
            }
            return true;
        }
    }

    private final ByteBuffer in;
    private final List<Object> stack = new ArrayList<>();
    private final Map<Integer, Object> memory = new HashMap<>();

    Pickle(byte[] bytes) {
        in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** What was saved: a {@code Map}, {@code List}, {@code String}, {@code Long}, {@link Tensor} or something else. */
    Object read() throws PickleException {
        try {
            for (int step = 0; step < MAX_STEPS; step++) {
                int operation = in.get() & 0xFF;
                if (operation == '.') {
                    return pop();
                }
                follow(operation);
                if (stack.size() + memory.size() > MAX_OBJECTS) {
                    throw new PickleException("its list of contents holds too much at once");
                }
            }
            throw new PickleException("its list of contents never ends");
        } catch (BufferUnderflowException e) {
            throw new PickleException("its list of contents breaks off", e);
        }
    }

    private void follow(int operation) throws PickleException {
        switch (operation) {
            case 0x80 -> in.get();
            case 0x95 -> in.getLong();
            case '(' -> push(MARK);
            case '0' -> pop();
            case 'N' -> push(NONE);
            case 0x88 -> push(true);
            case 0x89 -> push(false);
            case 'J' -> push((long) in.getInt());
            case 'K' -> push(in.get() & 0xFFL);
            case 'M' -> push(in.getShort() & 0xFFFFL);
            case 0x8A -> push(whole(in.get() & 0xFF));
            case 0x8B -> push(whole(in.getInt()));
            case 'G' -> push(Double.longBitsToDouble(Long.reverseBytes(in.getLong())));
            case 'X' -> push(text(in.getInt()));
            case 0x8C -> push(text(in.get() & 0xFF));
            case 0x8D -> push(text(in.getLong()));
            case 'B' -> push(text(in.getInt()));
            case 'C' -> push(text(in.get() & 0xFF));
            case ']' -> push(new ArrayList<>());
            case '}' -> push(new LinkedHashMap<>());
            case 0x8F -> push(UNKNOWN);
            case ')' -> push(List.of());
            case 't' -> push(toMark());
            case 0x85 -> push(last(1));
            case 0x86 -> push(last(2));
            case 0x87 -> push(last(3));
            case 'a', 'e' -> append(operation == 'a' ? last(1) : toMark());
            case 0x90 -> toMark();
            case 0x91 -> {
                toMark();
                push(UNKNOWN);
            }
            case 's', 'u' -> put(operation == 's' ? last(2) : toMark());
            case 'q' -> memory.put(in.get() & 0xFF, top());
            case 'r' -> memory.put(in.getInt(), top());
            case 0x94 -> memory.put(memory.size(), top());
            case 'h' -> push(remembered(in.get() & 0xFF));
            case 'j' -> push(remembered(in.getInt()));
            case 'c' -> push(new Global(line() + "." + line()));
            case 0x93 -> {
                List<Object> names = last(2);
                push(global(names.get(0), names.get(1)));
            }
            case 'R', 0x81 -> {
                List<Object> call = last(2);
                push(made(call.get(0), call.get(1)));
            }
            case 'b' -> pop();
            case 'Q' -> push(storage(pop()));
            default -> throw new PickleException("its list of contents has the unknown sign " + operation);
        }
    }

    /** Nothing else than short texts is made a text of: lists may hold each other. */
    private static Object global(Object module, Object name) {
        return module instanceof String first
                        && name instanceof String second
                        && first.length() + second.length() <= MAX_NAME_LENGTH
                ? new Global(first + "." + second)
                : UNKNOWN;
    }

    /** What a call would give, of those few that only say what lies where. */
    private static Object made(Object function, Object arguments) throws PickleException {
        if (!(function instanceof Global global) || !(arguments instanceof List<?> given)) {
            return UNKNOWN;
        }
        return switch (global.name()) {
            case "collections.OrderedDict" -> new LinkedHashMap<>();
            case "torch._utils._rebuild_tensor_v2" -> tensor(given);
            case "torch._utils._rebuild_parameter" -> given.isEmpty() ? UNKNOWN : given.get(0);
            default -> UNKNOWN;
        };
    }

    private static Object tensor(List<?> given) throws PickleException {
        if (given.size() < 4
                || !(given.get(0) instanceof Storage storage)
                || !(given.get(1) instanceof Long offset)
                || !(given.get(2) instanceof List<?> shape)
                || !(given.get(3) instanceof List<?> steps)
                || shape.size() != steps.size()
                || shape.size() > MAX_DIMENSIONS) {
            throw new PickleException("one of its weights is described in an unknown way");
        }
        Tensor tensor = new Tensor(storage, offset, sizes(shape), sizes(steps));
        double elements = tensor.shape().stream().mapToDouble(Long::doubleValue).reduce(1, (a, b) -> a * b);
        if (offset < 0 || offset > MAX_SIZE || elements > MAX_SIZE) {
            throw new PickleException("one of its weights has the sizes " + shape);
        }
        return tensor;
    }

    private static List<Long> sizes(List<?> given) throws PickleException {
        List<Long> sizes = new ArrayList<>();
        for (Object each : given) {
            if (!(each instanceof Long size) || size < 0 || size > MAX_SIZE) {
                throw new PickleException("one of its weights has "
                        + (each instanceof Long number ? "the size " + number : "an unknown size"));
            }
            sizes.add(size);
        }
        return List.copyOf(sizes);
    }

    private static Object storage(Object id) {
        return id instanceof List<?> given
                        && given.size() >= 3
                        && given.get(1) instanceof Global global
                        && given.get(2) instanceof String key
                        && STORAGES.containsKey(global.name())
                ? new Storage(STORAGES.get(global.name()), key)
                : UNKNOWN;
    }

    private void append(List<Object> values) throws PickleException {
        if (top() instanceof ArrayList<?> list) {
            @SuppressWarnings("unchecked")
            List<Object> open = (List<Object>) list;
            open.addAll(values);
        }
    }

    private void put(List<Object> pairs) throws PickleException {
        if (top() instanceof LinkedHashMap<?, ?> map) {
            @SuppressWarnings("unchecked")
            Map<Object, Object> open = (Map<Object, Object>) map;
            for (int i = 0; i + 1 < pairs.size(); i += 2) {
                // A table within itself has no hash code.
                if (pairs.get(i) instanceof String || pairs.get(i) instanceof Long) {
                    open.put(pairs.get(i), pairs.get(i + 1));
                }
            }
        }
    }

    private Object remembered(int place) throws PickleException {
        Object value = memory.get(place);
        if (value == null) {
            throw new PickleException("its list of contents names what it does not have");
        }
        return value;
    }

    private void push(Object value) {
        stack.add(value);
    }

    private Object pop() throws PickleException {
        Object value = top();
        stack.remove(stack.size() - 1);
        return value;
    }

    private Object top() throws PickleException {
        if (stack.isEmpty()) {
            throw new PickleException("its list of contents is out of order");
        }
        return stack.get(stack.size() - 1);
    }

    private List<Object> last(int count) throws PickleException {
        if (stack.size() < count) {
            throw new PickleException("its list of contents is out of order");
        }
        return taken(stack.size() - count);
    }

    private List<Object> toMark() throws PickleException {
        int mark = stack.lastIndexOf(MARK);
        if (mark < 0) {
            throw new PickleException("its list of contents is out of order");
        }
        List<Object> values = taken(mark + 1);
        stack.remove(mark);
        return values;
    }

    private List<Object> taken(int from) {
        List<Object> tail = stack.subList(from, stack.size());
        List<Object> values = List.copyOf(tail);
        tail.clear();
        return values;
    }

    private Object whole(int bytes) throws PickleException {
        byte[] digits = bytes(bytes);
        if (bytes > Long.BYTES) {
            return UNKNOWN;
        }
        long value = bytes > 0 && digits[bytes - 1] < 0 ? -1 : 0;
        for (int i = bytes - 1; i >= 0; i--) {
            value = (value << 8) | (digits[i] & 0xFF);
        }
        return value;
    }

    private String line() {
        int from = in.position();
        while (in.get() != '\n') {
            // Goes on to the end of the line.
        }
        return new String(in.array(), from, in.position() - 1 - from, StandardCharsets.UTF_8);
    }

    private String text(long bytes) throws PickleException {
        return new String(bytes(bytes), StandardCharsets.UTF_8);
    }

    private byte[] bytes(long count) throws PickleException {
        if (count < 0 || count > in.remaining()) {
            throw new PickleException("its list of contents breaks off");
        }
        byte[] bytes = new byte[(int) count];
        in.get(bytes);
        return bytes;
    }
}
