package org.speakdraw.acceptance.fuzz;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.IntConsumer;

/** Sends a number of inputs of each family, the families beside each other, while a bystander streams. */
public final class FuzzRun {

    private static final int MOST_FAILURES_TOLD = 20;

    /** The families by their names. */
    private static final Map<String, Function<URI, InputFamily>> FAMILIES = new TreeMap<>(Map.of(
            "frames", FrameFamily::new,
            "headers", HeaderFamily::new,
            "messages", MessageFamily::new,
            "rest", RestFamily::new,
            "sound", SoundFamily::new));

    private final URI base;
    private final long seed;

    /**
     * @param base {@code http://host:port/}
     * @param seed input number {@code n} of a family is made from {@code seed + n} alone
     */
    public FuzzRun(URI base, long seed) {
        this.base = base;
        this.seed = seed;
    }

    /**
     * How a family fared.
     *
     * @param verdicts how many inputs were taken in which way
     * @param details  how often each status or code came
     * @param failures inputs that made the server fail, with the seed that makes them again; at most 20
     */
    public record FamilyReport(Map<String, Integer> verdicts, Map<String, Integer> details, List<String> failures) {}

    /**
     * How a run went.
     *
     * @param families        by their names
     * @param bystanderHarm   a sentence when the bystander was disturbed; empty otherwise
     * @param bystanderMillis the bystander's median and longest latency
     */
    public record Report(Map<String, FamilyReport> families, String bystanderHarm, List<Double> bystanderMillis) {}

    /** Names of all families. */
    public static List<String> families() {
        return List.copyOf(FAMILIES.keySet());
    }

    /**
     * Runs.
     *
     * @param names    of the families
     * @param count    inputs of each
     * @param progress told after every input how many there have been in all
     */
    public Report run(List<String> names, int count, IntConsumer progress) throws Exception {
        Counter done = new Counter(progress);
        ExecutorService threads = Executors.newFixedThreadPool(names.size());
        try (Bystander bystander = new Bystander(base)) {
            Map<String, Future<FamilyReport>> running = new TreeMap<>();
            for (String name : names) {
                Function<URI, InputFamily> factory = FAMILIES.get(name);
                if (factory == null) {
                    throw new IllegalArgumentException("There is no family " + name + "; there are " + families());
                }
                running.put(name, threads.submit(() -> send(factory, count, done)));
            }
            Map<String, FamilyReport> reports = new TreeMap<>();
            for (Map.Entry<String, Future<FamilyReport>> family : running.entrySet()) {
                reports.put(family.getKey(), family.getValue().get());
            }
            Bystander.Report suffered = bystander.finish();
            return new Report(reports, suffered.harm(), List.of(suffered.medianMillis(), suffered.slowestMillis()));
        } finally {
            threads.shutdownNow();
        }
    }

    private FamilyReport send(Function<URI, InputFamily> factory, int count, Counter done) throws InterruptedException {
        Map<String, Integer> verdicts = new TreeMap<>();
        Map<String, Integer> details = new TreeMap<>();
        List<String> failures = new ArrayList<>();
        try (InputFamily family = factory.apply(base)) {
            for (int n = 0; n < count; n++) {
                Outcome outcome = attempt(family, seed + n);
                verdicts.merge(outcome.verdict().name(), 1, Integer::sum);
                details.merge(outcome.detail(), 1, Integer::sum);
                if (outcome.verdict() == Outcome.Verdict.FAILED && failures.size() < MOST_FAILURES_TOLD) {
                    failures.add("seed " + (seed + n) + ": " + outcome.detail());
                }
                done.increment();
            }
        }
        return new FamilyReport(verdicts, details, failures);
    }

    private static Outcome attempt(InputFamily family, long inputSeed) throws InterruptedException {
        try {
            return family.send(new SplittableRandom(inputSeed));
        } catch (RuntimeException e) {
            return Outcome.failed(e.toString());
        }
    }

    private static final class Counter {
        private final IntConsumer progress;
        private int count;

        Counter(IntConsumer progress) {
            this.progress = progress;
        }

        synchronized void increment() {
            progress.accept(++count);
        }
    }
}
