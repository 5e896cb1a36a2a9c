package org.speakdraw.launcher;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.speakdraw.launcher.checks.BundleFolder;
import org.speakdraw.launcher.checks.Failure;
import org.speakdraw.launcher.checks.LaunchException;
import org.speakdraw.launcher.checks.ListenAddress;
import org.speakdraw.launcher.instance.DataDirectory;
import org.speakdraw.launcher.instance.InstanceLock;
import org.speakdraw.launcher.instance.RunningInstance;
import org.speakdraw.launcher.server.ServerOptions;
import org.speakdraw.launcher.server.ServerProcess;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts everything, in order, and stays until it is told to stop. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Starts the database and the server, prints the address of the page, and runs until Ctrl-C.",
        footerHeading = "%nEnvironment:%n",
        footer = {
            "  SPEAKDRAW_DATABASE_URL, _USER, _PASSWORD",
            "        another PostgreSQL instead of the embedded one (JDBC address)",
            "  SPEAKDRAW_JAVA_OPTS",
            "        options for the server's JVM, for example -Xmx2g",
            "  SPEAKDRAW_BEHIND_PROXY=true",
            "        believe X-Forwarded-* headers; only behind a reverse proxy",
            "  SPEAKDRAW_CACHE",
            "        where unpacked programs and libraries are kept",
            "  SPEAKDRAW_...",
            "        any setting of the server, see microprofile-config.properties"
        })
final class RunCommand implements Callable<Integer> {

    private static final Duration START_LIMIT = Duration.ofMinutes(3);

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "8080",
            description = "Port of the page (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--bind",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "Address to listen on; 0.0.0.0 lets the whole network in (default: ${DEFAULT-VALUE}).")
    private String bind = "";

    @Option(
            names = "--devices",
            paramLabel = "DEVICE,...",
            defaultValue = "cpu",
            description = "Where the models run, one engine each: cpu, cuda:N, tensorrt:N (default: ${DEFAULT-VALUE}).")
    private String devices = "";

    @Option(
            names = "--bundle",
            paramLabel = "NAME|FOLDER",
            defaultValue = "pocket",
            description =
                    "Model bundle: a name under models/ here or in the data directory, or a folder (default: ${DEFAULT-VALUE}).")
    private String bundle = "";

    @Mixin
    private DataOption dataOption = new DataOption();

    private final Terminal terminal = Terminal.ofProcess();
    private final Map<String, String> environment = System.getenv();

    @Override
    public Integer call() throws Exception {
        Installation installation = Installation.locate();
        DataDirectory data = dataOption.directory();
        data.prepare();
        try (Lifecycle lifecycle = new Lifecycle()) {
            lifecycle.closeOnSignal();
            try {
                lifecycle.start(() -> lock(data));
                run(installation, data, lifecycle);
                return 0;
            } catch (LaunchException | InterruptedException e) {
                if (lifecycle.stopping()) {
                    return 0;
                }
                throw e;
            }
        }
    }

    private void run(Installation installation, DataDirectory data, Lifecycle lifecycle) throws Exception {
        ListenAddress listen = ListenAddress.of(bind, port);
        Leftovers.endAll(data, terminal);
        data.clearScratch();
        listen.checkFree();
        List<Path> modelFolders = List.of(installation.models(), data.models());
        BundleFolder models = BundleFolder.find(bundle, modelFolders);
        models.check();
        Path cache = Optional.ofNullable(environment.get("SPEAKDRAW_CACHE"))
                .map(Path::of)
                .orElse(data.cache());

        DatabaseChoice database = DatabaseChoice.make(data, cache, environment, lifecycle, terminal);
        Map<String, String> variables = new HashMap<>(database.address().environment());
        variables.put("SPEAKDRAW_BUNDLE", models.path().toString());
        variables.put(
                "SPEAKDRAW_MODELS",
                modelFolders.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
        variables.put("SPEAKDRAW_DEVICES", devices);
        variables.put("SPEAKDRAW_SPEECH_FOLDER", speechFolder(installation));
        variables.put("SPEAKDRAW_DATA", data.root().toString());

        terminal.step("Starting the server");
        ServerOptions options = new ServerOptions(
                installation.server(),
                installation.jar(),
                listen,
                data,
                cache,
                database.pidFile(),
                variables,
                environment.getOrDefault("SPEAKDRAW_JAVA_OPTS", ""));
        lifecycle.start(() -> (AutoCloseable) () -> RunningInstance.clear(data));
        ServerProcess server = lifecycle.start(() -> ServerProcess.start(options));
        RunningInstance starting = new RunningInstance(
                ProcessHandle.current().pid(),
                server.identity(),
                false,
                Instant.now(),
                listen.uri(),
                models.path(),
                devices,
                database.description());
        starting.save(data);
        server.awaitHealthy(START_LIMIT, terminal::tick);
        starting.whenReady().save(data);
        announce(listen);
        int status = server.waitFor();
        if (!lifecycle.stopping()) {
            throw new LaunchException(
                    Failure.SERVER,
                    "The server ended by itself (exit status " + status + ")"
                            + server.log().explanation());
        }
    }

    /** What the server listens with where the bundle brings nothing of its own; the user's choice goes before ours. */
    private String speechFolder(Installation installation) {
        return Optional.ofNullable(environment.get("SPEAKDRAW_SPEECH_FOLDER"))
                .orElse(installation.models().resolve("whisper").toString());
    }

    private static InstanceLock lock(DataDirectory data) throws IOException {
        Optional<InstanceLock> lock = InstanceLock.tryTake(data);
        if (lock.isPresent()) {
            return lock.get();
        }
        String running = RunningInstance.load(data)
                .map(instance -> ": " + instance.uri() + " (pid " + instance.launcher() + ")")
                .orElse("");
        throw new LaunchException(
                Failure.ALREADY_RUNNING,
                "SpeakDraw already runs on the data directory " + data.root() + running
                        + "; stop it with ./speakdraw stop, or choose another one with --data.");
    }

    private void announce(ListenAddress listen) {
        if (!listen.localOnly()) {
            terminal.warn("everybody in the network can use this server (" + listen.networkUris()
                    + "); browsers allow camera and microphone there over https only, see deploy/README.md.");
        }
        terminal.say("SpeakDraw is ready: " + listen.uri());
    }
}
