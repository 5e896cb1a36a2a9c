package org.speakdraw.inference.golden;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipFile;

/** Reads {@code .npz} archives of little-endian C-ordered arrays. */
public record Numpy(Map<String, Array> arrays) {

    private static final Pattern DTYPE = Pattern.compile("'descr': '[<|](\\w+)'");
    private static final Pattern SHAPE = Pattern.compile("'shape': \\(([^)]*)\\)");

    /** All values as doubles, which hold every float and every integer we meet exactly. */
    public record Array(int[] shape, double[] values) {

        public float[] floats() {
            float[] floats = new float[values.length];
            for (int i = 0; i < floats.length; i++) {
                floats[i] = (float) values[i];
            }
            return floats;
        }

        public int[] ints() {
            return Arrays.stream(values).mapToInt(value -> (int) value).toArray();
        }

        /** Entry {@code index} along the first axis. */
        public Array at(int index) {
            int size = shape[0] == 0 ? 0 : values.length / shape[0];
            return new Array(
                    Arrays.copyOfRange(shape, 1, shape.length),
                    Arrays.copyOfRange(values, index * size, (index + 1) * size));
        }
    }

    public static Numpy read(Path file) {
        Map<String, Array> arrays = new HashMap<>();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (var entry : zip.stream().toList()) {
                byte[] bytes = zip.getInputStream(entry).readAllBytes();
                arrays.put(entry.getName().replace(".npy", ""), parse(bytes));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Numpy(arrays);
    }

    public boolean has(String name) {
        return arrays.containsKey(name);
    }

    public Array get(String name) {
        Array array = arrays.get(name);
        if (array == null) {
            throw new IllegalArgumentException("no array " + name + " in " + arrays.keySet());
        }
        return array;
    }

    public static Array parse(byte[] npy) {
        ByteBuffer bytes = ByteBuffer.wrap(npy).order(ByteOrder.LITTLE_ENDIAN);
        int headerLength = npy[6] == 1 ? bytes.getShort(8) & 0xFFFF : bytes.getInt(8);
        int headerStart = npy[6] == 1 ? 10 : 12;
        String header = new String(npy, headerStart, headerLength, StandardCharsets.ISO_8859_1);
        if (header.contains("'fortran_order': True")) {
            throw new IllegalArgumentException("column-major arrays are not read");
        }
        String type = find(DTYPE, header);
        int[] shape = Arrays.stream(find(SHAPE, header).split(","))
                .map(String::strip)
                .filter(size -> !size.isEmpty())
                .mapToInt(Integer::parseInt)
                .toArray();
        bytes.position(headerStart + headerLength);
        double[] values = new double[Arrays.stream(shape).reduce(1, Math::multiplyExact)];
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (type) {
                case "f8" -> bytes.getDouble();
                case "f4" -> bytes.getFloat();
                case "f2" -> half(bytes.getShort());
                case "i8" -> bytes.getLong();
                case "i4" -> bytes.getInt();
                case "u1" -> bytes.get() & 0xFF;
                default -> throw new IllegalArgumentException("arrays of type " + type + " are not read");
            };
        }
        return new Array(shape, values);
    }

    private static double half(short bits) {
        int exponent = bits >> 10 & 0x1F;
        double mantissa = (bits & 0x3FF) / 1024.0;
        double magnitude = exponent == 0 ? mantissa * 0x1p-14 : (1 + mantissa) * Math.pow(2, exponent - 15);
        return bits < 0 ? -magnitude : magnitude;
    }

    private static String find(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IllegalArgumentException("not a NumPy header: " + text);
        }
        return matcher.group(1);
    }
}
