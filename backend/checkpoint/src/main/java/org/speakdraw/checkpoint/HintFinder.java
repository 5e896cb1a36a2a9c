package org.speakdraw.checkpoint;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.speakdraw.checkpoint.network.Control;

/**
 * A network that is a graph already and finds what a control is shown, such as depths: a graph, or a folder with
 * {@code model.onnx} and what belongs to it. It becomes a part of the bundle.
 */
public final class HintFinder {

    private static final String GRAPH = "model.onnx";
    private static final List<String> WEIGHTS = List.of(GRAPH + "_data", GRAPH + ".data");
    private static final String CONFIG = "preprocessor_config.json";
    /** How a graph begins to say where weights outside of it are (onnx.proto, StringStringEntryProto). */
    private static final byte[] LOCATION = "\n\10location".getBytes(StandardCharsets.US_ASCII);

    private HintFinder() {}

    /**
     * Refuses what cannot become a part of a bundle.
     *
     * @param hint of the control
     * @throws CheckpointException if there is none, if some of its weights would stay behind, or if nothing needs it
     */
    public static void require(Path source, Control.Hint hint) throws IOException {
        if (hint == Control.Hint.SCRIBBLE || hint == Control.Hint.EDGES) {
            throw new CheckpointException("Scribbles and edges are found already, without another network.");
        }
        Path graph = graph(source);
        if (!Files.isRegularFile(graph) || !graph.toString().endsWith(".onnx")) {
            throw new CheckpointException(source + " is neither a graph (.onnx) nor a folder with " + GRAPH
                    + ", which finds what the control is" + " shown.");
        }
        if (weights(graph).isEmpty() && namesOtherFiles(graph)) {
            throw new CheckpointException(graph + " has its weights in another file; name a folder with " + GRAPH
                    + " and " + WEIGHTS.get(0) + ".");
        }
    }

    /**
     * Copies one.
     *
     * @throws CheckpointException as {@link #require} does
     */
    static void copy(Path source, Control.Hint hint, Path target) throws IOException {
        require(source, hint);
        Path graph = graph(source);
        Files.createDirectories(target);
        Files.copy(graph, target.resolve(GRAPH));
        for (Path weights : weights(graph)) {
            Files.copy(weights, target.resolve(weights.getFileName()));
        }
        Path config = graph.resolveSibling(CONFIG);
        if (Files.isRegularFile(config)) {
            Files.copy(config, target.resolve(CONFIG));
        }
    }

    private static Path graph(Path source) {
        return Files.isDirectory(source) ? source.resolve(GRAPH) : source;
    }

    /** Those beside a graph of another name are not its own, but another graph's. */
    private static List<Path> weights(Path graph) {
        return WEIGHTS.stream()
                .filter(name -> graph.endsWith(GRAPH))
                .map(graph::resolveSibling)
                .filter(Files::isRegularFile)
                .toList();
    }

    private static boolean namesOtherFiles(Path graph) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(graph), 1 << 16)) {
            int found = 0;
            for (int next = in.read(); next >= 0 && found < LOCATION.length; next = in.read()) {
                // Its first byte is in it only once.
                found = next == LOCATION[found] ? found + 1 : next == LOCATION[0] ? 1 : 0;
            }
            return found == LOCATION.length;
        }
    }
}
