package org.speakdraw.acceptance.fuzz;

import java.net.URI;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Sends hostile input to a running server and prints how it took it; ends with 1 when it failed or a bystander
 * suffered.
 */
@Command(
        name = "fuzz",
        mixinStandardHelpOptions = true,
        description = "Sends hostile input to a running server while a bystander streams.")
public final class Fuzz implements Callable<Integer> {

    private static final int STEP = 250;

    @Option(names = "--url", defaultValue = "http://localhost:8080/", description = "Default: ${DEFAULT-VALUE}")
    private URI url = URI.create("http://localhost:8080/");

    @Option(names = "--count", defaultValue = "1000", description = "Inputs of each family. Default: ${DEFAULT-VALUE}")
    private int count;

    @Option(names = "--seed", defaultValue = "1", description = "Of the first input. Default: ${DEFAULT-VALUE}")
    private long seed;

    @Option(names = "--family", split = ",", description = "frames, headers, messages, rest, sound. Default: all")
    private List<String> chosen = List.of();

    /** Runs the command. */
    public static void main(String[] arguments) {
        // The script names a count, which those who run it may replace.
        System.exit(new CommandLine(new Fuzz()).setOverwrittenOptionsAllowed(true).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        List<String> families = chosen.isEmpty() ? FuzzRun.families() : chosen;
        int all = families.size() * count;
        FuzzRun.Report report = new FuzzRun(url, seed).run(families, count, done -> {
            if (done % STEP == 0 || done == all) {
                System.err.printf("\r%3d %%  %d of %d inputs", 100L * done / all, done, all);
            }
        });
        System.err.println();
        report.families().forEach((name, family) -> {
            System.out.printf("%-9s %s%n          %s%n", name, family.verdicts(), family.details());
            family.failures().forEach(failure -> System.out.println("          FAILED " + failure));
        });
        System.out.printf(
                "bystander median %.0f ms, longest %.0f ms%s%n",
                report.bystanderMillis().get(0),
                report.bystanderMillis().get(1),
                report.bystanderHarm().isEmpty() ? "" : "; HARMED: " + report.bystanderHarm());
        boolean failed = report.families().values().stream()
                .anyMatch(family -> !family.failures().isEmpty());
        return failed || !report.bystanderHarm().isEmpty() ? 1 : 0;
    }
}
