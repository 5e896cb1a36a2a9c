package org.speakdraw.acceptance.siege;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Runs every attack at once and prints what the server said to each; run the load client beside it to see what others
 * suffer.
 */
@Command(
        name = "siege",
        mixinStandardHelpOptions = true,
        description = "Attacks a running server in every known way at once.")
public final class Siege implements Callable<Integer> {

    private static final int HELD = 64;
    private static final int LARGE_SESSIONS = 2;

    @Option(names = "--url", defaultValue = "http://localhost:8080/", description = "Default: ${DEFAULT-VALUE}")
    private URI url = URI.create("http://localhost:8080/");

    @Option(names = "--seconds", defaultValue = "60", description = "How long. Default: ${DEFAULT-VALUE}")
    private int seconds;

    @Option(names = "--only", split = ",", description = "Names of attacks. Default: all")
    private List<String> only = List.of();

    /** Runs the command. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Siege()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        List<Attack> attacks = new ArrayList<>(List.of(
                HeldConnections.unfinishedBodies(url, HELD),
                HeldConnections.unfinishedHeaders(url, HELD),
                new ViewersThatLeave(url),
                PostedBomb.presets(url),
                PostedBomb.flac(url),
                PostedBomb.wav(url),
                new LargeFrames(url, LARGE_SESSIONS),
                new WrongCodes(url)));
        attacks.removeIf(attack -> !only.isEmpty() && !only.contains(attack.name()));
        long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        Map<String, Map<String, Integer>> said = new TreeMap<>();
        List<Thread> threads = new ArrayList<>();
        for (Attack attack : attacks) {
            Map<String, Integer> counts = new TreeMap<>();
            said.put(attack.name(), counts);
            Thread thread = new Thread(() -> carryOut(attack, end, counts), attack.name());
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        said.forEach((name, counts) -> System.out.printf("%-20s %s%n", name, counts));
        return 0;
    }

    private static void carryOut(Attack attack, long end, Map<String, Integer> counts) {
        try (attack) {
            while (System.nanoTime() < end) {
                String answer;
                try {
                    answer = attack.strike();
                } catch (Exception e) {
                    answer = e.getClass().getSimpleName();
                }
                counts.merge(answer, 1, Integer::sum);
                TimeUnit.NANOSECONDS.sleep(attack.pause().toNanos());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            counts.merge("could not let go: " + e.getClass().getSimpleName(), 1, Integer::sum);
        }
    }
}
