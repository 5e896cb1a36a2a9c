package org.speakdraw.checkpoint.layout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.speakdraw.checkpoint.CheckpointException;
import org.speakdraw.checkpoint.graph.Weights;
import org.speakdraw.checkpoint.safetensors.StoredTensor;

/**
 * An IP-Adapter in one file, plain or plus: {@code image_proj. ...}, and {@code ip_adapter.N.to_k_ip.weight} by the
 * numbers of a UNet's attentions, of which every second one is to the text.
 */
public final class IpAdapter implements AutoCloseable {

    private static final String PROJECTION = "image_proj.";
    private static final String ATTENTIONS = "ip_adapter.";
    private static final int MAX_SIZE = 1 << 17;
    private static final int MAX_TOKENS = 256;
    private static final int MAX_DEPTH = 32;
    /** Of all that were ever trained. */
    private static final int HEAD_WIDTH = 64;

    private final Path path;
    private final OpenFiles files = new OpenFiles();
    private final StoredNames projection;
    private final StoredNames attentions;
    private final ObjectNode config;

    private IpAdapter(Path path) throws IOException {
        this.path = path;
        try {
            Map<String, StoredTensor> tensors = files.open(List.of(path));
            projection = StoredNames.below(PROJECTION, tensors);
            attentions = StoredNames.below(ATTENTIONS, tensors);
            if (projection.isEmpty() || attentions.isEmpty()) {
                throw new CheckpointException(
                        path + " is no IP-Adapter: it has no " + PROJECTION + "... or no " + ATTENTIONS + "...");
            }
            config = shapes();
        } catch (Throwable e) {
            files.close();
            throw e;
        }
    }

    /**
     * Opens it.
     *
     * @throws CheckpointException if it is something else, or an adapter of another kind
     */
    public static IpAdapter open(Path path) throws IOException {
        return new IpAdapter(path);
    }

    /**
     * What its shapes say about it: {@code embedding_dim} (values of an encoded image or of its positions), {@code tokens},
     * {@code cross_attention_dim}; with {@code layers}, {@code hidden_size}, {@code intermediate_size}, {@code
     * attention_dim} and {@code heads} where it is a plus one.
     */
    public JsonNode config() {
        return config;
    }

    /** Of the projection, by their own names. */
    public Weights projection() {
        return projection::take;
    }

    /**
     * Of a UNet's attentions to the image, {@code NAME.to_k_ip.weight}.
     *
     * @param names of the attentions to the text, in the order of their numbers
     */
    public Weights attentions(List<String> names) {
        Map<String, Integer> numbers = new HashMap<>();
        names.forEach(name -> numbers.put(name, 2 * numbers.size() + 1));
        return name -> {
            int end = Math.max(0, name.lastIndexOf(".to_"));
            return Optional.ofNullable(numbers.get(name.substring(0, end)))
                    .flatMap(number -> attentions.take(number + name.substring(end)));
        };
    }

    /** Refuses one that has more than has been asked for. */
    public void requireAllTaken() {
        List<String> left = Stream.concat(
                        projection.untouched().stream().map(PROJECTION::concat),
                        attentions.untouched().stream().map(ATTENTIONS::concat))
                .toList();
        if (!left.isEmpty()) {
            throw new CheckpointException(path + " does not fit this model, which has no place for " + left.get(0)
                    + (left.size() > 1 ? " and " + (left.size() - 1) + " others" : "")
                    + "; is it for another kind of model?");
        }
    }

    @Override
    public void close() throws IOException {
        files.close();
    }

    private ObjectNode shapes() {
        ObjectNode shapes = JsonNodeFactory.instance.objectNode();
        if (projection.has("proj.weight")) {
            int width = size("norm.weight", 0, MAX_SIZE);
            int all = size("proj.weight", 0, MAX_SIZE);
            if (all % width != 0 || all / width > MAX_TOKENS) {
                throw another();
            }
            return shapes.put("embedding_dim", size("proj.weight", 1, MAX_SIZE))
                    .put("tokens", all / width)
                    .put("cross_attention_dim", width);
        }
        int depth = projection.count("layers.", ".0.to_q.weight");
        int attention = size("layers.0.0.to_q.weight", 0, MAX_SIZE);
        if (depth > MAX_DEPTH || attention % HEAD_WIDTH != 0) {
            throw another();
        }
        return shapes.put("embedding_dim", size("proj_in.weight", 1, MAX_SIZE))
                .put("tokens", size("latents", 1, MAX_TOKENS))
                .put("cross_attention_dim", size("proj_out.weight", 0, MAX_SIZE))
                .put("layers", depth)
                .put("hidden_size", size("latents", 2, MAX_SIZE))
                .put("intermediate_size", size("layers.0.1.1.weight", 0, MAX_SIZE))
                .put("attention_dim", attention)
                .put("heads", attention / HEAD_WIDTH);
    }

    private int size(String name, int dimension, int largest) {
        long size = projection.size(name, dimension);
        if (size < 1 || size > largest) {
            throw another();
        }
        return (int) size;
    }

    private CheckpointException another() {
        return new CheckpointException(path + " is an IP-Adapter of another kind than plain or plus: those for whole"
                + " faces and identities (full-face, FaceID) are not supported.");
    }
}
