package org.speakdraw.acceptance.outage;

import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.speakdraw.acceptance.client.TestPictures;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Kills (signal 9) one node of a cluster under its students, and prints what they and the others missed. */
@Command(
        name = "failover",
        mixinStandardHelpOptions = true,
        description = "Kills one node of a cluster and prints what its students and the others missed.")
public final class Failover implements Callable<Integer> {

    private static final int FILM_LENGTH = 48;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @Option(names = "--url", required = true, description = "The load balancer.")
    private URI url = URI.create("http://localhost:8080/");

    @Option(
            names = "--victim",
            description = "Data directory of the node to be killed, on this machine; none: just measures.")
    private Path victim = Path.of("");

    @Option(names = "--node", defaultValue = "2", description = "Its number (default: ${DEFAULT-VALUE}).")
    private int node;

    @Option(names = "--sessions", defaultValue = "60", description = "Students (default: ${DEFAULT-VALUE}).")
    private int sessions;

    @Option(names = "--fps", defaultValue = "1", description = "Pictures a second of each (default: ${DEFAULT-VALUE}).")
    private double fps;

    @Option(names = "--seconds", defaultValue = "20", description = "Before and after (default: ${DEFAULT-VALUE}).")
    private int seconds;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Failover()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        List<byte[]> film = IntStream.range(0, FILM_LENGTH)
                .mapToObj(number -> TestPictures.moving(128, 128, number))
                .toList();
        List<RoamingStudent> students = IntStream.range(0, sessions)
                .mapToObj(number -> new RoamingStudent(url, film, fps))
                .toList();
        List<Thread> threads = new ArrayList<>();
        for (RoamingStudent student : students) {
            Thread thread = new Thread(student, "student");
            thread.start();
            threads.add(thread);
            // A class that comes in, and not one packet.
            Thread.sleep(50);
        }
        await(() -> students.stream().allMatch(student -> student.pictures().size() > 3));
        Instant settled = Instant.now();
        Thread.sleep(seconds * 1000L);
        Instant outage = Instant.now();
        Map<String, List<RoamingStudent>> homes = students.stream()
                .collect(Collectors.groupingBy(RoamingStudent::birthplace, TreeMap::new, Collectors.toList()));
        homes.forEach((home, those) -> System.out.printf("node %s: %d sessions%n", home, those.size()));
        print("before", students, settled, outage);
        if (Files.isDirectory(victim) && !victim.toString().isEmpty()) {
            ProcessHandle.of(serverOf(victim)).ifPresent(ProcessHandle::destroyForcibly);
            await(() -> students.stream().allMatch(student -> student.pictures(outage, Instant.now()) > 1));
            Instant calm = Instant.now();
            Thread.sleep(seconds * 1000L);
            String killed = String.format(Locale.ROOT, "%04x", node);
            List<RoamingStudent> others = students.stream()
                    .filter(student -> !student.birthplace().equals(killed))
                    .toList();
            gaps("its students", homes.getOrDefault(killed, List.of()), outage);
            gaps("the others", others, outage);
            print("after", students, calm, Instant.now());
        }
        System.out.printf(
                "sessions opened: %d; settings kept: %s%n",
                students.stream().mapToInt(RoamingStudent::sessions).sum(),
                students.stream().allMatch(RoamingStudent::keptSettings));
        students.forEach(RoamingStudent::leave);
        for (Thread thread : threads) {
            thread.join();
        }
        return 0;
    }

    private static void print(String when, List<RoamingStudent> students, Instant from, Instant to) {
        double length = Duration.between(from, to).toMillis() / 1e3;
        double[] rates = students.stream()
                .mapToDouble(student -> student.pictures(from, to) / length)
                .toArray();
        double sum = 0;
        double squares = 0;
        for (double rate : rates) {
            sum += rate;
            squares += rate * rate;
        }
        System.out.printf(
                Locale.ROOT,
                "%s: %.1f pictures a second together, Jain %.3f%n",
                when,
                sum,
                sum * sum / rates.length / squares);
    }

    /** The longest time without pictures of each. */
    private static void gaps(String whose, List<RoamingStudent> students, Instant outage) {
        List<Double> gaps = students.stream()
                .map(student -> Gap.of(student.pictures(), outage).seconds())
                .sorted()
                .toList();
        if (!gaps.isEmpty()) {
            System.out.printf(
                    Locale.ROOT,
                    "no picture, %s (%d): median %.1f s, p95 %.1f s, longest %.1f s%n",
                    whose,
                    gaps.size(),
                    gaps.get(gaps.size() / 2),
                    gaps.get((int) Math.ceil(gaps.size() * 0.95) - 1),
                    gaps.get(gaps.size() - 1));
        }
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException(
                        "not everybody has pictures within " + PATIENCE.toMinutes() + " minutes");
            }
            Thread.sleep(100);
        }
    }

    private static long serverOf(Path data) throws IOException {
        Properties running = new Properties();
        try (Reader reader = Files.newBufferedReader(data.resolve("running.properties"))) {
            running.load(reader);
        }
        return Long.parseLong(running.getProperty("server").split("@", 2)[0]);
    }
}
