package org.speakdraw.launcher;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.speakdraw.launcher.checks.BundleFolder;
import org.speakdraw.launcher.checks.Failure;
import org.speakdraw.launcher.checks.HostNames;
import org.speakdraw.launcher.checks.LaunchException;
import org.speakdraw.launcher.checks.ListenAddress;
import org.speakdraw.launcher.https.HttpsFront;
import org.speakdraw.launcher.instance.DataDirectory;
import org.speakdraw.launcher.instance.InstanceLock;
import org.speakdraw.launcher.instance.InstanceNote;
import org.speakdraw.launcher.instance.PartState;
import org.speakdraw.launcher.instance.PartState.Condition;
import org.speakdraw.launcher.instance.ProcessIdentity;
import org.speakdraw.launcher.instance.RunningInstance;
import org.speakdraw.launcher.server.HttpsListener;
import org.speakdraw.launcher.server.ServerOptions;
import org.speakdraw.launcher.supervision.Backoff;
import org.speakdraw.launcher.supervision.Supervisor;
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
            "  SPEAKDRAW_HOSTS",
            "        names for --host, separated by commas",
            "  SPEAKDRAW_LONGEST_SILENCE_SECONDS=60",
            "        how long a server or database that hangs is waited for; 0 for ever",
            "  SPEAKDRAW_CACHE",
            "        where unpacked programs and libraries are kept",
            "  SPEAKDRAW_...",
            "        any setting of the server, see microprofile-config.properties"
        })
final class RunCommand implements Callable<Integer> {

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "8080",
            description = "Port of the page (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--bind",
            paramLabel = "ADDRESS",
            description = "Address to listen on; 0.0.0.0 lets the whole network in (default: 127.0.0.1, with --https "
                    + "0.0.0.0).")
    private String bind = "";

    @Mixin
    private HttpsOptions httpsOptions = new HttpsOptions();

    @Option(
            names = "--host",
            paramLabel = "NAME",
            split = ",",
            defaultValue = "${env:SPEAKDRAW_HOSTS}",
            description =
                    "Name under which the page may be called besides this machine's own ones, for example that of a "
                            + "reverse proxy; may be repeated.")
    private List<String> hosts = List.of();

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

    @Mixin
    private ClusterOptions clusterOptions = new ClusterOptions();

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
        boolean behindProxy = Boolean.parseBoolean(environment.get("SPEAKDRAW_BEHIND_PROXY"));
        httpsOptions.check(behindProxy);
        clusterOptions.check();
        Duration longestSilence = longestSilence();
        String address = bind.isEmpty() ? httpsOptions.wanted() ? "0.0.0.0" : "127.0.0.1" : bind;
        ListenAddress listen = ListenAddress.of(address, port);
        HostNames names =
                HostNames.of(hosts.stream().filter(host -> !host.isBlank()).toList(), address, behindProxy);
        Leftovers.endAll(data, terminal);
        data.clearScratch();
        listen.checkFree();
        Optional<HttpsFront> https = httpsOptions.prepare(listen, names, data);
        List<Path> modelFolders = List.of(installation.models(), data.models());
        BundleFolder models = BundleFolder.find(bundle, modelFolders);
        models.check();
        Path cache = Optional.ofNullable(environment.get("SPEAKDRAW_CACHE"))
                .map(Path::of)
                .orElse(data.cache());

        DatabaseChoice database =
                DatabaseChoice.make(data, cache, clusterOptions.withDatabase(environment), lifecycle, terminal);
        Map<String, String> variables = new HashMap<>(database.address().environment());
        variables.putAll(clusterOptions.environment(listen));
        variables.put("SPEAKDRAW_BUNDLE", models.path().toString());
        variables.put(
                "SPEAKDRAW_MODELS",
                modelFolders.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
        variables.put("SPEAKDRAW_DEVICES", devices);
        variables.put("SPEAKDRAW_SPEECH_FOLDER", speechFolder(installation));
        variables.put("SPEAKDRAW_DATA", data.root().toString());

        https.ifPresent(front -> variables.put(HttpsListener.PASSWORD, front.keyStorePassword()));

        terminal.step("Starting the server");
        Announcement announcement = new Announcement(listen, https, names, behindProxy);
        ServerOptions options = new ServerOptions(
                installation.server(),
                installation.jar(),
                listen,
                https.map(front -> new HttpsListener(
                        front.listen(), front.keyStore(), front.trust().map(HttpsFront.Trust::folder))),
                names.and(https.map(HttpsFront::hosts).orElse(List.of())),
                data,
                cache,
                database.pidFile(),
                variables,
                environment.getOrDefault("SPEAKDRAW_JAVA_OPTS", ""),
                longestSilence);
        InstanceNote note = lifecycle.start(() -> new InstanceNote(data));
        SupervisedServer server =
                lifecycle.start(() -> new SupervisedServer(options, announcement.uri(), lifecycle, note, terminal));
        Instant now = Instant.now();
        note.begin(new RunningInstance(
                ProcessIdentity.of(ProcessHandle.current()),
                server.identity(),
                PartState.first(Condition.STARTING, now),
                database.embedded().map(embedded -> PartState.first(Condition.UP, now)),
                now,
                announcement.uri(),
                models.path(),
                devices,
                database.description()));
        database.embedded()
                .ifPresent(embedded -> new SupervisedDatabase(embedded, longestSilence, lifecycle, note, terminal)
                        .superviseInBackground());
        server.awaitReadyAtFirst();
        announcement.tell(terminal);
        new Supervisor(server, new Backoff(InstantSource.system()), pause -> Thread.sleep(pause.toMillis()))
                .supervise();
    }

    private Duration longestSilence() {
        String seconds = environment.getOrDefault("SPEAKDRAW_LONGEST_SILENCE_SECONDS", "60");
        if (!seconds.matches("[0-9]{1,6}")) {
            throw new LaunchException(
                    Failure.USAGE,
                    "SPEAKDRAW_LONGEST_SILENCE_SECONDS must be a whole number of seconds, but is " + seconds + ".");
        }
        return Duration.ofSeconds(Long.parseLong(seconds));
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
                .map(instance ->
                        ": " + instance.uri() + " (pid " + instance.launcher().pid() + ")")
                .orElse("");
        throw new LaunchException(
                Failure.ALREADY_RUNNING,
                "SpeakDraw already runs on the data directory " + data.root() + running
                        + "; stop it with ./speakdraw stop, or choose another one with --data.");
    }
}
