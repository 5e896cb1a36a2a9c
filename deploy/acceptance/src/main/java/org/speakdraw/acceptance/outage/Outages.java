package org.speakdraw.acceptance.outage;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.speakdraw.acceptance.client.HttpApi;
import org.speakdraw.acceptance.client.TestPictures;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Kills (signal 9) what the launcher has started, under a class that records, and prints what the class missed. */
@Command(
        name = "outages",
        mixinStandardHelpOptions = true,
        description = "Kills the database, the server and both at once, and prints what a class that records missed.")
public final class Outages implements Callable<Integer> {

    private static final int FILM_LENGTH = 48;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @Option(names = "--url", defaultValue = "http://localhost:8080/", description = "Default: ${DEFAULT-VALUE}.")
    private URI url = URI.create("http://localhost:8080/");

    @Option(names = "--data", required = true, description = "The server's data directory, on this machine.")
    private Path data = Path.of("");

    @Option(names = "--sessions", defaultValue = "8", description = "Students (default: ${DEFAULT-VALUE}).")
    private int sessions;

    @Option(names = "--fps", defaultValue = "8", description = "Pictures a second of each (default: ${DEFAULT-VALUE}).")
    private double fps;

    @Option(names = "--rate", defaultValue = "4", description = "Key frames a second (default: ${DEFAULT-VALUE}).")
    private double rate;

    private HttpApi api = new HttpApi(url);

    /** What is killed. */
    private enum Victim {
        DATABASE,
        SERVER,
        BOTH
    }

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Outages()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        api = new HttpApi(url);
        System.out.printf(
                "%-9s %9s %9s %22s %22s %8s %9s%n",
                "killed", "answers", "all up", "no picture (med, max)", "no record (med, max)", "reported", "sessions");
        for (Victim victim : Victim.values()) {
            System.out.println(measure(victim));
        }
        return 0;
    }

    private String measure(Victim victim) throws Exception {
        List<byte[]> film = IntStream.range(0, FILM_LENGTH)
                .mapToObj(number -> TestPictures.moving(256, 256, number))
                .toList();
        List<PersistentStudent> students = IntStream.range(0, sessions)
                .mapToObj(number -> new PersistentStudent(url, film, fps, rate))
                .toList();
        List<Thread> threads = new ArrayList<>();
        for (PersistentStudent student : students) {
            Thread thread = new Thread(student, "student");
            thread.start();
            threads.add(thread);
        }
        await(() -> students.stream().allMatch(student -> student.recorded().size() > 5 * rate));

        Instant outage = Instant.now();
        List<Long> killed = processes(victim);
        killed.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
        await(() -> victim == Victim.DATABASE || !status().equals("200"));
        await(() -> status().equals("200"));
        Duration answers = Duration.between(outage, Instant.now());
        await(() -> Collections.disjoint(processes(victim), killed));
        await(() -> api.get("/health").body().contains("History is being saved"));
        Duration allUp = Duration.between(outage, Instant.now());
        Instant back = Instant.now();
        await(() -> students.stream().allMatch(student -> lastAfter(student.recorded(), back)));

        students.forEach(PersistentStudent::leave);
        for (Thread thread : threads) {
            thread.join();
        }
        return String.format(
                Locale.ROOT,
                "%-9s %7.1f s %7.1f s %20s s %20s s %8d %9d",
                victim.name().toLowerCase(Locale.ROOT),
                answers.toMillis() / 1e3,
                allUp.toMillis() / 1e3,
                gaps(students, PersistentStudent::pictures, outage),
                gaps(students, PersistentStudent::recorded, outage),
                students.stream().mapToLong(PersistentStudent::reportedLost).sum(),
                students.stream().mapToInt(PersistentStudent::sessions).sum());
    }

    /** Median and maximum over all students. */
    private static String gaps(
            List<PersistentStudent> students, Function<PersistentStudent, List<Instant>> times, Instant outage) {
        List<Double> seconds = students.stream()
                .map(student -> Gap.of(times.apply(student), outage).seconds())
                .sorted()
                .toList();
        return String.format(
                Locale.ROOT, "%.1f, %.1f", seconds.get(seconds.size() / 2), seconds.get(seconds.size() - 1));
    }

    private static boolean lastAfter(List<Instant> times, Instant moment) {
        return !times.isEmpty() && times.get(times.size() - 1).isAfter(moment);
    }

    private String status() {
        try {
            return Integer.toString(api.get("/health/ready").status());
        } catch (UncheckedIOException e) {
            return "nobody there";
        }
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!holds(condition)) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("nothing has come back within " + PATIENCE.toMinutes() + " minutes");
            }
            Thread.sleep(100);
        }
    }

    /** Questions to a server that is down are no answers. */
    private static boolean holds(BooleanSupplier condition) {
        try {
            return condition.getAsBoolean();
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    /** Process ids of what is to be killed; after that, of what has come in its place. */
    private List<Long> processes(Victim victim) {
        List<Long> pids = new ArrayList<>();
        try {
            if (victim != Victim.SERVER) {
                Path note = data.resolve("postgres/postmaster.pid");
                pids.add(Long.valueOf(Files.readAllLines(note).get(0).strip()));
            }
            if (victim != Victim.DATABASE) {
                Properties running = new Properties();
                try (Reader reader = Files.newBufferedReader(data.resolve("running.properties"))) {
                    running.load(reader);
                }
                pids.add(Long.valueOf(running.getProperty("server").split("@", 2)[0]));
            }
            return pids;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
