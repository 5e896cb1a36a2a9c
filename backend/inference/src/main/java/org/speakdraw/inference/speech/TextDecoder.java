package org.speakdraw.inference.speech;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;
import org.speakdraw.inference.onnx.OnnxDevice;
import org.speakdraw.inference.onnx.OnnxModel;
import org.speakdraw.inference.onnx.TensorBuffer;

/**
 * The text decoder with its key/value cache: {@code decoder_model_merged.onnx}, or {@code decoder_model.onnx} with
 * {@code decoder_with_past_model.onnx}. {@link #start} reads a prefix once, then {@link #step} adds one token to each
 * of several rows. Number of layers, heads and their size come from the graph. What a step writes into the cache is
 * what the next one reads: no step copies it. Owns its buffers: not thread-safe.
 */
final class TextDecoder implements AutoCloseable {

    private static final String PAST = "past_key_values.";
    private static final String PRESENT = "present.";
    private static final String ATTENTION = "cross_attentions.";
    /** Of graphs that take sounds of several lengths at once. */
    private static final String MASK = "encoder_attention_mask";

    private final NetworkPorts first;
    private final NetworkPorts next;
    private final List<String> own = new ArrayList<>();
    private final List<String> cross = new ArrayList<>();
    private final int vocabulary;
    private int length;
    private int positions;
    private int crossRows;

    private TextDecoder(NetworkPorts first, NetworkPorts next) {
        this.first = first;
        this.next = next;
        for (String input : next.inputs()) {
            if (input.startsWith(PAST)) {
                (input.contains(".encoder.") ? cross : own).add(input.substring(PAST.length()));
            } else {
                checkKnown(input);
            }
        }
        first.inputs().stream().filter(input -> !input.startsWith(PAST)).forEach(TextDecoder::checkKnown);
        if (own.isEmpty() || cross.isEmpty()) {
            throw new InferenceException(
                    InferenceError.BUNDLE_INVALID, "the decoder has no cache: its inputs are " + next.inputs());
        }
        vocabulary = next.size("logits", 2);
    }

    static TextDecoder open(SpeechFiles files, OnnxDevice device) {
        NetworkPorts first = ports(
                files,
                files.has("decoder_model.onnx") && !files.has("decoder_model_merged.onnx")
                        ? "decoder_model.onnx"
                        : "decoder_model_merged.onnx",
                device);
        NetworkPorts next = first;
        try {
            if (first.inputs().stream().noneMatch(input -> input.startsWith(PAST))) {
                next = ports(files, "decoder_with_past_model.onnx", device);
            }
            return new TextDecoder(first, next);
        } catch (Throwable e) {
            close(first, next);
            throw e;
        }
    }

    /** Another one on the same graphs, with a cache of its own; this one closes them. */
    TextDecoder sibling() {
        NetworkPorts ownFirst = first.sibling();
        return new TextDecoder(ownFirst, next == first ? ownFirst : next.sibling());
    }

    /** Number of logits of a row. */
    int vocabulary() {
        return vocabulary;
    }

    /**
     * Forgets what was and reads a prefix.
     *
     * @param states [positions, width] of the encoder
     * @return logits after each token of the prefix: [prefix, vocabulary]
     */
    float[][] start(float[] states, int[] prefix) {
        return start(states, prefix, List.of());
    }

    private float[][] start(float[] states, int[] prefix, List<String> more) {
        length = prefix.length;
        tokens(first, 1, prefix, 0);
        int width = first.size("encoder_hidden_states", 2);
        positions = states.length / width;
        first.input("encoder_hidden_states").ifPresent(hidden -> {
            hidden.shape(1, positions, width);
            hidden.write(0, states);
        });
        hearAll(first, 1);
        cacheBranch(first, false);
        for (List<String> names : List.of(own, cross)) {
            for (String name : names) {
                first.input(PAST + name).ifPresent(past -> past.shape(1, heads(name), 0, headSize(name)));
                first.output(PRESENT + name).shape(1, heads(name), names == own ? length : positions, headSize(name));
            }
        }
        List<String> wanted = new ArrayList<>(more);
        own.forEach(name -> wanted.add(PRESENT + name));
        cross.forEach(name -> wanted.add(PRESENT + name));
        float[][] logits = run(first, wanted, 1, length);
        for (List<String> names : List.of(own, cross)) {
            names.forEach(name -> past(name).exchange(first.output(PRESENT + name)));
        }
        crossRows = 1;
        return logits;
    }

    /** Whether {@link #attention} can be asked for. */
    boolean tellsAttention() {
        return first.outputs().contains(ATTENTION + 0);
    }

    /** One attention head to the sound. */
    record Head(int layer, int head) {}

    /** Every attention head to the sound, layer by layer. */
    List<Head> heads() {
        int layers = (int) cross.stream().filter(name -> name.endsWith(".key")).count();
        List<Head> heads = new ArrayList<>();
        for (int layer = 0; layer < layers; layer++) {
            for (int head = 0; head < heads(cross.get(0)); head++) {
                heads.add(new Head(layer, head));
            }
        }
        return heads;
    }

    /**
     * Forgets what was and reads a whole text.
     *
     * @param states [positions, width] of the encoder
     * @return how much of its attention each token gives to each position: [heads asked for, tokens, positions]
     */
    float[][][] attention(float[] states, int[] tokens, List<Head> heads) {
        int width = first.size("encoder_hidden_states", 2);
        List<String> names =
                heads.stream().map(head -> ATTENTION + head.layer()).distinct().toList();
        for (String name : names) {
            first.output(name).shape(1, heads(cross.get(0)), tokens.length, states.length / width);
        }
        start(states, tokens, names);
        float[][][] attention = new float[heads.size()][tokens.length][positions];
        for (int i = 0; i < attention.length; i++) {
            TensorBuffer all = first.output(ATTENTION + heads.get(i).layer());
            for (int token = 0; token < tokens.length; token++) {
                all.read((heads.get(i).head() * tokens.length + token) * positions, attention[i][token]);
            }
        }
        return attention;
    }

    /**
     * Adds one token to each row.
     *
     * @param parents for each new row, the row of the step before that it goes on from
     * @param added   for each new row, its token
     * @return logits, one row each
     */
    float[][] step(int[] parents, int[] added) {
        int rows = parents.length;
        // Read by the other branch only: what they hold is of no matter, but their shape must be right.
        next.input("encoder_hidden_states")
                .ifPresent(hidden -> hidden.shape(rows, positions, next.size("encoder_hidden_states", 2)));
        hearAll(next, rows);
        reorder(parents);
        replicateCross(rows);
        tokens(next, rows, added, length);
        cacheBranch(next, true);
        List<String> wanted = new ArrayList<>();
        for (String name : own) {
            next.output(PRESENT + name).shape(rows, heads(name), length + 1, headSize(name));
            wanted.add(PRESENT + name);
        }
        float[][] logits = run(next, wanted, rows, 1);
        length++;
        own.forEach(name -> past(name).exchange(next.output(PRESENT + name)));
        return logits;
    }

    @Override
    public void close() {
        close(first, next);
    }

    /** Lets each row go on from its parent's past; nothing moves while each goes on from its own. */
    private void reorder(int[] parents) {
        TensorBuffer some = past(own.get(0));
        boolean same = some.size() == parents.length * heads(own.get(0)) * length * headSize(own.get(0));
        if (!same || !Arrays.equals(parents, IntStream.range(0, parents.length).toArray())) {
            own.forEach(name -> gather(name, length, parents));
        }
    }

    /** The first step's keys and values of the sound, for as many rows as there are: later outputs are dummies. */
    private void replicateCross(int rows) {
        if (rows != crossRows) {
            cross.forEach(name -> gather(name, positions, new int[rows]));
            crossRows = rows;
        }
    }

    private void gather(String name, int steps, int[] parents) {
        TensorBuffer past = past(name);
        TensorBuffer gathered = first.output(PRESENT + name);
        int row = heads(name) * steps * headSize(name);
        gathered.shape(parents.length, heads(name), steps, headSize(name));
        for (int i = 0; i < parents.length; i++) {
            gathered.copy(i * row, past, parents[i] * row, row);
        }
        past.exchange(gathered);
    }

    private float[][] run(NetworkPorts ports, List<String> presents, int rows, int positions) {
        ports.output("logits").shape(rows, positions, vocabulary);
        List<String> wanted = new ArrayList<>(presents);
        wanted.add("logits");
        ports.run(wanted);
        float[][] logits = new float[rows * positions][vocabulary];
        for (int i = 0; i < logits.length; i++) {
            ports.output("logits").read(i * vocabulary, logits[i]);
        }
        return logits;
    }

    private static void tokens(NetworkPorts ports, int rows, int[] ids, int from) {
        TensorBuffer buffer = ports.input("input_ids")
                .orElseThrow(() ->
                        new InferenceException(InferenceError.BUNDLE_INVALID, "the decoder has no input input_ids"));
        buffer.shape(rows, ids.length / rows);
        for (int i = 0; i < ids.length; i++) {
            buffer.write(i, (long) ids[i]);
        }
        ports.input("cache_position").ifPresent(positions -> {
            int count = ids.length / rows;
            positions.shape(count);
            for (int i = 0; i < count; i++) {
                positions.write(i, (long) (from + i));
            }
        });
    }

    /** No position of the sound is padding. */
    private void hearAll(NetworkPorts ports, int rows) {
        ports.input(MASK).ifPresent(mask -> {
            mask.shape(rows, positions);
            mask.fill(1);
        });
    }

    private static void cacheBranch(NetworkPorts ports, boolean value) {
        ports.input("use_cache_branch").ifPresent(flag -> {
            flag.shape(1);
            flag.write(0, value ? 1L : 0L);
        });
    }

    private TensorBuffer past(String name) {
        return next.input(PAST + name).orElseThrow();
    }

    private int heads(String name) {
        return next.size(PAST + name, 1);
    }

    private int headSize(String name) {
        return next.size(PAST + name, 3);
    }

    private static void checkKnown(String input) {
        if (!List.of("input_ids", "encoder_hidden_states", MASK, "use_cache_branch", "cache_position")
                .contains(input)) {
            throw new InferenceException(InferenceError.BUNDLE_INVALID, "the decoder has the unknown input " + input);
        }
    }

    private static NetworkPorts ports(SpeechFiles files, String name, OnnxDevice device) {
        OnnxModel model = OnnxModel.open(files.file(name), device);
        try {
            return new NetworkPorts(files.file(name).toString(), model);
        } catch (Throwable e) {
            model.close();
            throw e;
        }
    }

    private static void close(NetworkPorts first, NetworkPorts next) {
        try {
            first.close();
        } finally {
            if (next != first) {
                next.close();
            }
        }
    }
}
