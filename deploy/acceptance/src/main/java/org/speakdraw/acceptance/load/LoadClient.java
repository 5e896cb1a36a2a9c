package org.speakdraw.acceptance.load;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.speakdraw.acceptance.client.HttpApi;
import org.speakdraw.acceptance.client.PersonPictures;
import org.speakdraw.acceptance.client.SessionClient;
import org.speakdraw.acceptance.client.TestPictures;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Puts N sessions of moving pictures on a running server and prints what each of them saw. */
@Command(
        name = "load-client",
        mixinStandardHelpOptions = true,
        description = "Measures frame rate, latency, drops and CPU of a running server.")
public final class LoadClient implements Callable<Integer> {

    private static final int FILM_LENGTH = PersonPictures.PERIOD;
    private static final int ROUNDS = 3;
    private static final long HALF_MINUTE = Duration.ofSeconds(30).toNanos();

    @Option(
            names = "--url",
            defaultValue = "http://localhost:8080/",
            description = "Server (default: ${DEFAULT-VALUE}).")
    private URI url = URI.create("http://localhost:8080/");

    @Option(
            names = "--sessions",
            defaultValue = "1",
            split = ",",
            description = "Sessions at once; several numbers are measured in turn (default: ${DEFAULT-VALUE}).")
    private List<Integer> sessions = List.of(1);

    @Option(names = "--seconds", defaultValue = "10", description = "Measured time (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(names = "--warm-up", defaultValue = "3", description = "Seconds before that (default: ${DEFAULT-VALUE}).")
    private int warmUp;

    @Option(
            names = "--size",
            defaultValue = "512x512",
            description = "Size of the input pictures (default: ${DEFAULT-VALUE}).")
    private String size = "512x512";

    @Option(names = "--fps", defaultValue = "30", description = "Pace of a camera (default: ${DEFAULT-VALUE}).")
    private double fps;

    @Option(
            names = "--prompt",
            defaultValue = "a watercolour fox in the snow",
            description = "Default: ${DEFAULT-VALUE}.")
    private String prompt = "";

    @Option(names = "--set", description = "Any other setting, for example --set width=512 --set height=512.")
    private Map<String, String> settings = Map.of();

    @Option(names = "--person", description = "Sends somebody who sways rather than a disc that moves.")
    private boolean person;

    @Option(
            names = "--against",
            description =
                    "Measures with these settings, too, in turn with the others, and prints the ratio of the frame"
                            + " rates; for example --set mode=full --against mode=human.")
    private Map<String, String> against = Map.of();

    @Option(
            names = "--pid",
            defaultValue = "0",
            description = "Server process, for its CPU time; found by its port if left out.")
    private long pid;

    @Option(
            names = "--speech",
            paramLabel = "WAV",
            description = "Measures again while somebody else says this (16 kHz, 16 bits, one channel).")
    private @Nullable Path speech;

    @Option(
            names = "--csv",
            description = "Writes what all sessions together saw, a line for each number of sessions; with --soak the "
                    + "server's memory, a line for each sample.")
    private Optional<Path> csv = Optional.empty();

    @Option(
            names = "--soak",
            defaultValue = "0",
            description = "Minutes to run instead of --seconds, with the server's memory twice a minute.")
    private int soakMinutes;

    private final List<String> memorySamples =
            new ArrayList<>(List.of("minutes,heap_mb,direct_mb,resident_mb,threads,descriptors"));

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new LoadClient()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        List<byte[]> film = film();
        List<String> lines = new ArrayList<>(
                List.of("sessions,fps,p50_ms,p95_ms,heap_mb,direct_mb,resident_mb,threads,descriptors"));
        for (int number : sessions) {
            lines.add(run(number, film));
        }
        if (csv.isPresent()) {
            Files.write(csv.get(), soakMinutes > 0 ? memorySamples : lines);
        }
        return 0;
    }

    /** Measures so many sessions at once; a line of the CSV file. */
    private String run(int number, List<byte[]> film) throws Exception {
        List<SessionClient> clients = new ArrayList<>();
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            String values = SettingValues.json(prompt, settings);
            for (int i = 0; i < number; i++) {
                clients.add(SessionClient.open(url, values));
            }
            LoadResult all = reported(measure(clients, film, threads));
            if (!against.isEmpty()) {
                measureAgainst(clients, film, threads);
            }
            if (speech != null) {
                measureBeside(speech, all.fps(), clients, film, threads);
            }
            String memory = memory().map(ServerMemory::csv).orElse(",,,,");
            return String.format(
                    Locale.ROOT,
                    "%d,%.2f,%.1f,%.1f,%s",
                    number,
                    all.fps() / number,
                    all.latencyMillis(50),
                    all.latencyMillis(95),
                    memory);
        } finally {
            threads.shutdownNow();
            for (SessionClient client : clients) {
                client.api().delete("/api/sessions/" + client.id(), client.authorization());
                client.close();
            }
        }
    }

    /** The same once more, beside somebody who speaks. */
    private void measureBeside(
            Path wav, double fpsAlone, List<SessionClient> clients, List<byte[]> film, ExecutorService threads)
            throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(warmUp + seconds).toNanos();
        Future<SpeakingNeighbour.Waits> neighbour = threads.submit(new SpeakingNeighbour(url, wav, end));
        List<LoadResult> results = measure(clients, film, threads);
        System.out.println("while somebody speaks: " + neighbour.get());
        System.out.printf(
                "frame rate with speech to without: %.3f%n", reported(results).fps() / fpsAlone);
    }

    /** In turn and several times, so that a machine that slows down slows both down. */
    private void measureAgainst(List<SessionClient> clients, List<byte[]> film, ExecutorService threads)
            throws Exception {
        List<Double> ratios = new ArrayList<>();
        for (int round = 1; round <= ROUNDS; round++) {
            change(clients, against);
            System.out.println("round " + round + ", with " + against);
            double changed = reported(measure(clients, film, threads)).fps();
            change(clients, settings);
            System.out.println("round " + round + ", with " + settings);
            ratios.add(changed / reported(measure(clients, film, threads)).fps());
        }
        System.out.printf(
                Locale.ROOT,
                "frame rate with %s to %s: %.3f, in %d rounds %s%n",
                against,
                settings,
                ratios.stream().mapToDouble(Double::doubleValue).average().orElse(0),
                ROUNDS,
                ratios.stream()
                        .map(ratio -> String.format(Locale.ROOT, "%.3f", ratio))
                        .toList());
    }

    private static void change(List<SessionClient> clients, Map<String, String> values) {
        clients.forEach(client -> client.change(SettingValues.json(values)));
    }

    private Optional<ServerMemory> memory() throws IOException, InterruptedException {
        Optional<ServerCpu> server = ServerCpu.find(pid, url.getPort());
        return server.isPresent() ? Optional.of(ServerMemory.read(new HttpApi(url), server.get())) : Optional.empty();
    }

    /** Prints and remembers the server's memory twice a minute until {@code end}. */
    private void soak(long end) throws IOException, InterruptedException {
        long start = System.nanoTime();
        for (int sample = 1; soakMinutes > 0 && System.nanoTime() < end; sample++) {
            Thread.sleep(Math.max(
                    0,
                    Math.min(end - System.nanoTime(), start + sample * HALF_MINUTE - System.nanoTime()) / 1_000_000));
            Optional<ServerMemory> memory = memory();
            double minutes = (System.nanoTime() - start) / 60e9;
            memory.ifPresent(now -> memorySamples.add(String.format(Locale.ROOT, "%.1f,%s", minutes, now.csv())));
            System.out.printf(
                    Locale.ROOT,
                    "%5.1f min: %s%n",
                    minutes,
                    memory.map(ServerMemory::toString).orElse("the server is not on this machine"));
        }
    }

    private List<byte[]> film() {
        String[] sides = size.split("x", 2);
        int width = Integer.parseInt(sides[0]);
        int height = Integer.parseInt(sides[1]);
        return IntStream.range(0, FILM_LENGTH)
                .mapToObj(number -> person
                        ? PersonPictures.swaying(width, height, number)
                        : TestPictures.moving(width, height, number))
                .toList();
    }

    private List<LoadResult> measure(List<SessionClient> clients, List<byte[]> film, ExecutorService threads)
            throws Exception {
        long warmUpEnd = System.nanoTime() + Duration.ofSeconds(warmUp).toNanos();
        Duration measured = soakMinutes > 0 ? Duration.ofMinutes(soakMinutes) : Duration.ofSeconds(seconds);
        long end = warmUpEnd + measured.toNanos();
        List<Future<LoadResult>> running = new ArrayList<>();
        for (SessionClient client : clients) {
            running.add(threads.submit(new LoadSession(client, film, fps, warmUpEnd, end)));
        }
        Optional<ServerCpu> server = ServerCpu.find(pid, url.getPort());
        Thread.sleep(Math.max(0, (warmUpEnd - System.nanoTime()) / 1_000_000));
        Duration before = server.map(ServerCpu::used).orElse(Duration.ZERO);
        HttpApi api = new HttpApi(url);
        StageTimes timesBefore = StageTimes.read(api);
        soak(end);
        List<LoadResult> results = new ArrayList<>();
        for (Future<LoadResult> session : running) {
            results.add(session.get());
        }
        server.ifPresent(cpu -> System.out.printf(
                "server CPU: %.0f %% of one core, %d cores here%n",
                100.0 * cpu.used().minus(before).toMillis() / (double) measured.toMillis(),
                Runtime.getRuntime().availableProcessors()));
        System.out.println(StageTimes.read(api).since(timesBefore));
        return results;
    }

    /** Prints what each session saw; all of them as one. */
    private static LoadResult reported(List<LoadResult> results) {
        System.out.println(LoadResult.heading());
        for (int i = 0; i < results.size(); i++) {
            System.out.println(results.get(i).row(Integer.toString(i + 1)));
        }
        LoadResult all = LoadResult.together(results);
        System.out.println(all.row("all"));
        return all;
    }
}
