package org.speakdraw.launcher.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.speakdraw.launcher.checks.LaunchException;
import picocli.CommandLine;

/** {@code ./speakdraw models pull} of a model that is made here, when it has been made before. */
class PullCommandTest {

    private static final String MODEL = "nitro-1-sd";
    private static final Path HANDMADE = Path.of("../../models/handmade");

    @TempDir
    private Path folder;

    @Test
    void whatIsThereIsReady() throws Exception {
        bundle();
        assertThat(pull()).isZero();
    }

    @Test
    void whatIsThereOnlyInPartIsNamed() throws Exception {
        Files.delete(bundle().resolve("unet/model.onnx"));
        assertThatThrownBy(this::pull)
                .isInstanceOf(LaunchException.class)
                .hasMessageContainingAll(MODEL, "unet/model.onnx is missing");
    }

    @Test
    void whatItIsMadeOfIsTheCataloguesToSay() throws Exception {
        bundle();
        assertThat(pull("--full", "--keep")).isZero();
        assertThatThrownBy(() -> pull("--vae", "hf:o/n"))
                .isInstanceOf(LaunchException.class)
                .hasMessageContaining("is made as the catalogue says, but for --full and --keep");
    }

    private int pull(String... options) throws Exception {
        ModelsCommand.PullCommand command = new ModelsCommand.PullCommand();
        CommandLine line = new CommandLine(command);
        String[] arguments = new String[options.length + 3];
        System.arraycopy(options, 0, arguments, 3, options.length);
        arguments[0] = MODEL;
        arguments[1] = "--data";
        arguments[2] = folder.toString();
        line.parseArgs(arguments);
        return command.call();
    }

    private Path bundle() throws IOException {
        Path bundle = folder.resolve("models").resolve(MODEL);
        try (var files = Files.walk(HANDMADE)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = bundle.resolve(HANDMADE.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
        return bundle;
    }
}
