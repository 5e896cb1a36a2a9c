package org.speakdraw.launcher;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.speakdraw.launcher.checks.BundleFolder;
import org.speakdraw.launcher.checks.Failure;
import org.speakdraw.launcher.checks.LaunchException;
import org.speakdraw.launcher.instance.DataDirectory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows how fast a bundle is on this machine, in a process of its own. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Shows how many pictures a second a model bundle paints on the devices of this machine.")
final class BenchCommand implements Callable<Integer> {

    private static final String PACKAGE = "org.speakdraw.inference.benchmark.";
    private static final int MOST_SESSIONS = 256;
    private static final List<String> OF_MEASURING = List.of("--sessions", "--seconds", "--replay");

    @Option(
            names = "--bundle",
            paramLabel = "NAME|FOLDER",
            defaultValue = "pocket",
            description =
                    "Model bundle: a name under models/ here or in the data directory, or a folder (default: ${DEFAULT-VALUE}).")
    private String bundle = "";

    @Option(
            names = "--devices",
            paramLabel = "DEVICE,...",
            split = ",",
            defaultValue = "cpu",
            description = "What is measured, one after another: cpu, cuda:N, tensorrt:N (default: ${DEFAULT-VALUE}).")
    private List<String> devices = List.of();

    @Option(
            names = "--sessions",
            paramLabel = "N,...",
            split = ",",
            defaultValue = "1,8,16",
            description = "How many streams share the engine (default: ${DEFAULT-VALUE}).")
    private List<Integer> sessions = List.of();

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "5",
            description = "How long each is measured (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "16",
            description = "UNet rows of one call at most (default: ${DEFAULT-VALUE}).")
    private int rows;

    @Option(
            names = "--replay",
            description = "Replay the models' calls, on CUDA as CUDA graphs (speakdraw.engine.replay).")
    private boolean replay;

    @Option(
            names = "--check",
            description =
                    "Measure nothing, but check whether replayed calls are safe here: step by step, each in a process of its own.")
    private boolean check;

    @Mixin
    private DataOption dataOption = new DataOption();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        if (check && OF_MEASURING.stream().anyMatch(spec.commandLine().getParseResult()::hasMatchedOption)) {
            throw new LaunchException(
                    Failure.USAGE, "--check measures nothing: " + String.join(", ", OF_MEASURING) + " are not for it.");
        }
        if (seconds < 1 || rows < 1 || sessions.stream().anyMatch(count -> count < 1 || count > MOST_SESSIONS)) {
            throw new LaunchException(
                    Failure.USAGE, "--seconds and --rows are at least 1, --sessions 1 to " + MOST_SESSIONS + ".");
        }
        Installation installation = Installation.locate();
        DataDirectory data = dataOption.directory();
        BundleFolder models = BundleFolder.find(bundle, List.of(installation.models(), data.models()));
        models.check();
        Process benchmark = new ProcessBuilder(command(installation, data, models.path()))
                .inheritIO()
                .start();
        try {
            return benchmark.waitFor();
        } finally {
            benchmark.destroy();
        }
    }

    private List<String> command(Installation installation, DataDirectory data, Path models) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // As much as the server has.
        command.addAll(List.of("-Xmx1g", "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0"));
        if (Runtime.version().feature() >= 24) {
            command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        }
        String options = System.getenv().getOrDefault("SPEAKDRAW_JAVA_OPTS", "");
        Stream.of(options.trim().split("\\s+", -1))
                .filter(option -> !option.isEmpty())
                .forEach(command::add);
        command.addAll(List.of(
                "-cp",
                installation.server().resolve("standalone/deployments/speakdraw.ear/lib") + "/*",
                PACKAGE + (check ? "ReplayCheck" : "EngineBenchmark"),
                models.toString(),
                String.join(",", devices)));
        if (!check) {
            command.add(sessions.stream().map(String::valueOf).collect(Collectors.joining(",")));
            command.add(Integer.toString(seconds));
        }
        command.addAll(
                List.of(Integer.toString(rows), data.cache().resolve("engines").toString()));
        if (!check) {
            command.add(Boolean.toString(replay));
        }
        return command;
    }
}
