package org.speakdraw.launcher.checks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A model bundle on disk, looked over from outside: the files are there and start like what they should be. Whether the
 * graphs inside fit together only the server can tell.
 *
 * @param path absolute folder
 */
public record BundleFolder(Path path) {

    private static final List<String> JSON = List.of("model_index.json", "scheduler/scheduler_config.json");
    /** Newer libraries write this in place of the two others. */
    private static final String WHOLE_TOKENIZER = "tokenizer/tokenizer.json";

    private static final String VOCABULARY = "tokenizer/vocab.json";
    private static final String MERGES = "tokenizer/merges.txt";
    private static final List<String> GRAPHS =
            List.of("text_encoder/model.onnx", "unet/model.onnx", "vae_encoder/model.onnx", "vae_decoder/model.onnx");
    /** An ONNX file starts with protobuf field 1 (ir_version), a varint. */
    private static final int ONNX_FIRST_BYTE = 0x08;

    private static final String LFS_POINTER = "version https://git-lfs";

    /**
     * Finds a bundle by name under one of the roots, or by path.
     *
     * @param nameOrPath  as the user gave it
     * @param modelRoots folders that hold bundles, the first one preferred
     */
    public static BundleFolder find(String nameOrPath, List<Path> modelRoots) {
        Stream<Path> candidates = Stream.concat(
                nameOrPath.contains("/") ? Stream.empty() : modelRoots.stream().map(root -> root.resolve(nameOrPath)),
                Stream.of(Path.of(nameOrPath)));
        return candidates
                .filter(Files::isDirectory)
                .findFirst()
                .map(folder -> new BundleFolder(folder.toAbsolutePath().normalize()))
                .orElseThrow(() -> new LaunchException(
                        Failure.BUNDLE,
                        "There is no model bundle " + nameOrPath + " (looked for a folder of that name"
                                + (nameOrPath.contains("/") ? "" : " here and in " + join(modelRoots)) + ")."));
    }

    private static String join(List<Path> paths) {
        return String.join(", ", paths.stream().map(Path::toString).toList());
    }

    /** Fails with one line that names the first file that is missing or not what it should be. */
    public void check() {
        for (String file : JSON) {
            requireJson(file);
        }
        checkTokenizer();
        for (String file : GRAPHS) {
            String head = head(file);
            require(file, !head.isEmpty() && head.charAt(0) == ONNX_FIRST_BYTE, "is not an ONNX graph");
        }
    }

    private void checkTokenizer() {
        if (Files.isRegularFile(path.resolve(WHOLE_TOKENIZER)) && !Files.isRegularFile(path.resolve(VOCABULARY))) {
            requireJson(WHOLE_TOKENIZER);
            return;
        }
        requireJson(VOCABULARY);
        require(MERGES, !head(MERGES).isEmpty(), "is empty");
    }

    private void requireJson(String file) {
        require(file, head(file).stripLeading().startsWith("{"), "is not JSON");
    }

    private void require(String file, boolean condition, String otherwise) {
        if (!condition) {
            throw broken(file, otherwise);
        }
    }

    /** The first bytes of a file, one character each. */
    private String head(String file) {
        Path whole = path.resolve(file);
        if (!Files.isRegularFile(whole)) {
            throw broken(file, "is missing");
        }
        try (InputStream in = Files.newInputStream(whole)) {
            String head = new String(in.readNBytes(64), StandardCharsets.ISO_8859_1);
            require(file, !head.startsWith(LFS_POINTER), "is a Git LFS pointer, not the file itself");
            return head;
        } catch (IOException e) {
            throw broken(
                    file,
                    "cannot be read (" + Optional.ofNullable(e.getMessage()).orElse("input error") + ")");
        }
    }

    private LaunchException broken(String file, String why) {
        return new LaunchException(
                Failure.BUNDLE, "The model bundle " + path + " is broken: " + file + " " + why + ".");
    }
}
