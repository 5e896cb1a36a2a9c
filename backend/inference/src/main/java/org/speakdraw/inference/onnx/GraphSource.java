package org.speakdraw.inference.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;

/**
 * Where a network's graph is, of which any number of sessions can be opened. Thread-safe.
 *
 * @param name  of the network in errors while it is loaded
 * @param label of the network in errors while it runs, short
 */
record GraphSource(String name, String label, Creation creation) {

    /** Where weights beside a graph are that comes from memory. */
    private static final String WEIGHTS_FOLDER = "session.model_external_initializers_file_folder_path";

    /** Makes a session. */
    @FunctionalInterface
    interface Creation {
        OrtSession create(OrtEnvironment environment, SessionOptions options) throws OrtException;
    }

    /**
     * The graph in a file, with weights in it or beside it.
     *
     * @throws InferenceException {@code bundle-invalid} naming the file if there is none
     */
    static GraphSource of(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new InferenceException(InferenceError.BUNDLE_INVALID, file + " is missing");
        }
        return new GraphSource(
                file.toString(),
                label(file),
                (environment, options) -> environment.createSession(file.toString(), options));
    }

    /** A graph that has all of its weights in it. */
    static GraphSource of(byte[] graph, String label) {
        return new GraphSource(label, label, (environment, options) -> environment.createSession(graph, options));
    }

    /** A changed graph whose weights are still where it was read from. */
    static GraphSource of(byte[] graph, Path file) {
        return new GraphSource(file.toString(), label(file), (environment, options) -> {
            options.addConfigEntry(WEIGHTS_FOLDER, folderOf(file).toString());
            return environment.createSession(graph, options);
        });
    }

    /**
     * Opens a session, beside which nothing else may be recorded.
     *
     * @throws OrtException if it is not a usable graph
     */
    OrtSession session(OnnxDevice device, SessionPlan plan) throws OrtException {
        try (SessionOptions options = device.sessionOptions(plan)) {
            return creation.create(OnnxEnvironment.get(), options);
        } catch (IOException e) {
            throw device.lost(e);
        }
    }

    /** What a graph and all that lies beside it under its name take. */
    static long weightBytes(Path file) {
        String name = file.getFileName().toString();
        try (Stream<Path> beside = Files.list(folderOf(file))) {
            return beside.filter(each -> each.getFileName().toString().startsWith(name))
                    .mapToLong(each -> each.toFile().length())
                    .sum();
        } catch (IOException e) {
            throw new InferenceException(InferenceError.BUNDLE_INVALID, file + ": " + e.getMessage(), e);
        }
    }

    /** Closes a session that nothing runs any more. */
    static void close(OrtSession session) {
        try {
            session.close();
        } catch (OrtException e) {
            throw new InferenceException(
                    InferenceError.MODEL_FAILED, "a session cannot be closed: " + e.getMessage(), e);
        }
    }

    private static Path folderOf(Path file) {
        return Objects.requireNonNull(file.toAbsolutePath().getParent());
    }

    /** {@code unet/model.onnx}: enough for people to know which file is meant. */
    private static String label(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        return folder == null ? file.toString() : folder.getFileName() + "/" + file.getFileName();
    }
}
