package org.speakdraw.inference.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.speakdraw.inference.InferenceError;
import org.speakdraw.inference.InferenceException;

/**
 * Where a network's graph is, of which any number of sessions can be opened. Thread-safe.
 *
 * @param name     of the network in errors while it is loaded
 * @param label    of the network in errors while it runs, short
 * @param identity another one for each graph and for each set of weights, as far as that can be told without reading all of
 *     them; safe as the name of a folder
 */
record GraphSource(String name, String label, Supplier<String> identity, Creation creation) {

    private static final System.Logger LOG = System.getLogger(GraphSource.class.getName());

    /** Where weights beside a graph are that comes from memory. */
    private static final String WEIGHTS_FOLDER = "session.model_external_initializers_file_folder_path";

    private static final int IDENTITY_BYTES = 16;

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
                () -> identity(new byte[0], beside(file)),
                (environment, options) -> environment.createSession(file.toString(), options));
    }

    /** A graph that has all of its weights in it. */
    static GraphSource of(byte[] graph, String label) {
        return new GraphSource(
                label,
                label,
                () -> identity(graph, List.of()),
                (environment, options) -> environment.createSession(graph, options));
    }

    /** A changed graph whose weights are still where it was read from. */
    static GraphSource of(byte[] graph, Path file) {
        return new GraphSource(
                file.toString(), label(file), () -> identity(graph, beside(file)), (environment, options) -> {
                    options.addConfigEntry(WEIGHTS_FOLDER, realFolderOf(file).toString());
                    return environment.createSession(graph, options);
                });
    }

    /**
     * Opens a session, beside which nothing else may be recorded.
     *
     * @throws OrtException if it is not a usable graph
     */
    OrtSession session(OnnxDevice device, SessionPlan plan) throws OrtException {
        try (SessionOptions options = device.sessionOptions(plan, identity)) {
            return creation.create(OnnxEnvironment.get(), options);
        } catch (IOException e) {
            throw device.lost(e);
        }
    }

    /** What a graph and all that lies beside it under its name take. */
    static long weightBytes(Path file) {
        return beside(file).stream().mapToLong(each -> each.toFile().length()).sum();
    }

    private static List<Path> beside(Path file) {
        String name = file.getFileName().toString();
        try (Stream<Path> beside = Files.list(folderOf(file))) {
            return beside.filter(each -> each.getFileName().toString().startsWith(name))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new InferenceException(InferenceError.BUNDLE_INVALID, file + ": " + e.getMessage(), e);
        }
    }

    private static String identity(byte[] graph, List<Path> files) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(graph);
            for (Path file : files) {
                BasicFileAttributes state = Files.readAttributes(file, BasicFileAttributes.class);
                String described = file.toAbsolutePath() + "\n" + state.size() + "\n" + state.lastModifiedTime() + "\n";
                digest.update(described.getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest(), 0, IDENTITY_BYTES);
        } catch (IOException e) {
            throw new InferenceException(
                    InferenceError.BUNDLE_INVALID, "a bundle's files cannot be looked at: " + e.getMessage(), e);
        } catch (NoSuchAlgorithmException e) {
            throw new LinkageError("every Java has SHA-256", e);
        }
    }

    /** Closes a session that nothing runs any more. One that cannot be closed keeps no other from being closed. */
    static void close(OrtSession session) {
        try {
            session.close();
        } catch (OrtException e) {
            LOG.log(System.Logger.Level.WARNING, "A session cannot be closed: " + e.getMessage());
        }
    }

    private static Path realFolderOf(Path file) {
        try {
            return folderOf(file.toRealPath());
        } catch (IOException e) {
            throw new InferenceException(InferenceError.BUNDLE_INVALID, file + ": " + e.getMessage(), e);
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
