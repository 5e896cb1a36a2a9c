package org.speakdraw.acceptance.load;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.speakdraw.acceptance.client.SessionClient;
import org.speakdraw.acceptance.client.TestPictures;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What recording costs in frame rate: one session, recording switched on and off by turns, so that whatever else the
 * machine does falls on both. Prints every pair and the median of their ratios.
 */
@Command(
        name = "recording-cost",
        mixinStandardHelpOptions = true,
        description = "Measures a running server's frame rate with recording on and off by turns.")
public final class RecordingCost implements Callable<Integer> {

    private static final int FILM_LENGTH = 48;

    @Option(names = "--url", defaultValue = "http://localhost:8080/", description = "Default: ${DEFAULT-VALUE}.")
    private URI url = URI.create("http://localhost:8080/");

    @Option(names = "--pairs", defaultValue = "8", description = "Default: ${DEFAULT-VALUE}.")
    private int pairs;

    @Option(names = "--seconds", defaultValue = "5", description = "Of each half (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(names = "--rate", defaultValue = "10", description = "Key frames a second (default: ${DEFAULT-VALUE}).")
    private double rate;

    @Option(names = "--input", description = "Record the input, too.")
    private boolean input;

    @Option(names = "--side", defaultValue = "256", description = "Of input and output (default: ${DEFAULT-VALUE}).")
    private int side;

    @Option(names = "--steps", defaultValue = "3", description = "Denoising steps (default: ${DEFAULT-VALUE}).")
    private int steps;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new RecordingCost()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        List<byte[]> film = IntStream.range(0, FILM_LENGTH)
                .mapToObj(number -> TestPictures.moving(side, side, number))
                .toList();
        // So much work that the engine is never idle: below its limit, recording could take what nobody misses.
        String settings = "{\"prompt\":\"a fox\",\"max_fps\":60,\"similarity_filter\":false,\"steps\":" + steps
                + ",\"t_index_list\":\"\",\"width\":" + side + ",\"height\":" + side + "}";
        List<Double> ratios = new ArrayList<>();
        try (SessionClient client = SessionClient.open(url, settings)) {
            measure(client, film);
            System.out.printf("%6s %10s %10s %8s%n", "pair", "off fps", "on fps", "on/off");
            for (int pair = 1; pair <= pairs; pair++) {
                // Whatever grows or wears off with time favours neither side.
                boolean onFirst = pair % 2 == 0;
                double first = measure(client, film, onFirst);
                double second = measure(client, film, !onFirst);
                double on = onFirst ? first : second;
                double off = onFirst ? second : first;
                ratios.add(on / off);
                System.out.printf(Locale.ROOT, "%6d %10.2f %10.2f %8.3f%n", pair, off, on, on / off);
            }
            client.api().delete("/api/recordings/" + client.id(), client.authorization());
            client.api().delete("/api/sessions/" + client.id(), client.authorization());
        }
        ratios.sort(null);
        double median = (ratios.get((pairs - 1) / 2) + ratios.get(pairs / 2)) / 2;
        System.out.printf(
                Locale.ROOT,
                "median ratio %.3f: recording at %.1f a second costs %.1f %% of frame rate%n",
                median,
                rate,
                100 * (1 - median));
        return 0;
    }

    private double measure(SessionClient client, List<byte[]> film, boolean recording) throws Exception {
        String path = "/api/sessions/" + client.id() + "/recording";
        if (recording) {
            client.api().post(path, "{\"rate\":" + rate + ",\"input\":" + input + "}", client.authorization());
        } else {
            client.api().delete(path, client.authorization());
        }
        return measure(client, film);
    }

    private double measure(SessionClient client, List<byte[]> film) throws Exception {
        long start = System.nanoTime() + 500_000_000L;
        long end = start + seconds * 1_000_000_000L;
        return new LoadSession(client, film, 60, start, end).call().fps();
    }
}
