package org.speakdraw.launcher.models;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.speakdraw.launcher.DataOption;
import org.speakdraw.launcher.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ./speakdraw models import}: makes a bundle of a checkpoint, without Python. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description =
                "Makes a bundle of any checkpoint of SD 1, SD 2, SDXL or a relative of theirs: a folder in diffusers'"
                        + " layout, or one .safetensors file.")
final class ImportCommand implements Callable<Integer> {

    private static final Duration RETRY_PAUSE = Duration.ofSeconds(2);

    @Parameters(paramLabel = "FOLDER|FILE|hf:OWNER/NAME", description = "The checkpoint.")
    private String source = "";

    @Mixin
    private CheckpointOptions options = new CheckpointOptions();

    @Mixin
    private DataOption dataOption = new DataOption();

    @Override
    public Integer call() throws Exception {
        return run(source, options, dataOption);
    }

    static int run(String source, CheckpointOptions options, DataOption dataOption)
            throws IOException, InterruptedException {
        Terminal terminal = Terminal.ofProcess();
        dataOption.directory().prepare();
        CheckpointBundles bundles = new CheckpointBundles(
                dataOption.directory().models(),
                HubModel.endpoint(),
                new Download(RETRY_PAUSE),
                new OnTerminal(terminal));
        String name = bundles.make(source, options);
        terminal.say("Ready. Start it with ./speakdraw run --bundle " + name);
        return 0;
    }

    private record OnTerminal(Terminal terminal) implements CheckpointBundles.Report {

        @Override
        public void say(String line) {
            terminal.say(line);
        }

        @Override
        public void step(String line) {
            terminal.step(line);
        }
    }
}
