package org.speakdraw.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A network that is a graph already and finds what a control is shown, such as depths. It becomes a part of the bundle. */
final class HintFinder {

    private static final String GRAPH = "model.onnx";
    private static final String CONFIG = "preprocessor_config.json";

    private HintFinder() {}

    /**
     * Copies one.
     *
     * @param source a graph, or a folder with {@code model.onnx} and what belongs to it
     * @throws CheckpointException if there is none
     */
    static void copy(Path source, Path target) throws IOException {
        Path graph = Files.isDirectory(source) ? source.resolve(GRAPH) : source;
        if (!Files.isRegularFile(graph) || !graph.toString().endsWith(".onnx")) {
            throw new CheckpointException(source + " is neither a graph (.onnx) nor a folder with " + GRAPH
                    + ", which finds what the control is" + " shown.");
        }
        Files.createDirectories(target);
        Files.copy(graph, target.resolve(GRAPH));
        for (String beside : List.of(GRAPH + "_data", GRAPH + ".data", CONFIG)) {
            Path file = graph.resolveSibling(beside);
            if (Files.isRegularFile(file)) {
                Files.copy(file, target.resolve(beside));
            }
        }
    }
}
