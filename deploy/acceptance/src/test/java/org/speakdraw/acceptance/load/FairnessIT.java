package org.speakdraw.acceptance.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.speakdraw.acceptance.client.SessionClient;
import org.speakdraw.acceptance.client.SessionClient.Behaviour;
import org.speakdraw.acceptance.client.TestPictures;
import org.speakdraw.acceptance.fixture.RunningServer;

/**
 * Sessions that want more than there is: equal ones get equal shares, costly ones pay, and slow ones take from nobody.
 */
@Tag("alone")
class FairnessIT {

    @RegisterExtension
    static final RunningServer server = new RunningServer();

    /** Of eight equal sessions, those whose clients show pictures as fast as they come; the first of them floods. */
    private static final int ONE_STEP = 8;

    private static final int QUICK = 7;

    private static final double CAMERA_FPS = 60;

    /** What the slow client takes to show a picture: some ten times as long as there is for one. */
    private static final Duration SLOW = Duration.ofMillis(800);

    private static final long WARM_UP_NANOS = Duration.ofSeconds(3).toNanos();
    private static final long MEASURED_NANOS = Duration.ofSeconds(10).toNanos();

    private final List<byte[]> film = IntStream.range(0, 16)
            .mapToObj(number -> TestPictures.moving(320, 240, number))
            .toList();

    @Test
    void equalSessionsGetEqualFrameRatesBesideAFloodAndASlowClient() throws Exception {
        List<SessionClient> clients = new ArrayList<>();
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            for (int i = 0; i < QUICK; i++) {
                clients.add(open(1, Behaviour.WELL));
            }
            SessionClient slow = open(1, Behaviour.NEVER_ACKNOWLEDGES);
            clients.add(slow);
            long counted = System.nanoTime() + WARM_UP_NANOS;
            long end = counted + MEASURED_NANOS;
            List<Future<LoadResult>> results = new ArrayList<>();
            for (SessionClient client : clients) {
                Duration showing = client == slow ? SLOW : Duration.ZERO;
                results.add(threads.submit(new LoadSession(client, film, CAMERA_FPS, counted, end, showing)));
            }
            threads.execute(() -> flood(clients.get(0), end));

            double[] rates = rates(results);
            double quick = Arrays.stream(rates, 0, QUICK).average().orElseThrow();
            assertThat(quick)
                    .as("frames a second: more were wanted than there are")
                    .isLessThan(0.8 * CAMERA_FPS);
            // Where the machine is so busy that nobody gets more than the slow client can show, that one is nothing
            // special.
            double slowest = Math.min(1e9 / SLOW.toNanos(), quick);
            assertThat(rates[QUICK]).as("all that the slow one can show").isGreaterThan(0.85 * slowest);
            // Shares of what each can have: the slow one cannot have more than it takes.
            double[] shares = rates.clone();
            Arrays.setAll(shares, i -> rates[i] / (i < QUICK ? quick : slowest));
            assertThat(jain(shares)).as("Jain's index of %s", rates).isGreaterThanOrEqualTo(0.98);
            assertThat(jain(Arrays.copyOf(rates, QUICK)))
                    .as("Jain's index of the quick ones, %s", rates)
                    .isGreaterThanOrEqualTo(0.98);
        } finally {
            end(clients, threads);
        }
    }

    @Test
    void fourStepsGetAQuarterOfTheFrames() throws Exception {
        List<SessionClient> clients = new ArrayList<>();
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            // Enough of them for the engine to have no time left.
            for (int i = 0; i <= ONE_STEP; i++) {
                clients.add(open(i == ONE_STEP ? 4 : 1, Behaviour.WELL));
            }
            long counted = System.nanoTime() + WARM_UP_NANOS;
            List<Future<LoadResult>> results = new ArrayList<>();
            for (SessionClient client : clients) {
                results.add(
                        threads.submit(new LoadSession(client, film, CAMERA_FPS, counted, counted + MEASURED_NANOS)));
            }
            double[] rates = rates(results);
            assertThat(rates[0]).isLessThan(0.8 * CAMERA_FPS);
            assertThat(Arrays.stream(rates, 0, ONE_STEP).average().orElseThrow() / rates[ONE_STEP])
                    .as("of %s", rates)
                    .isBetween(3.3, 4.7);
        } finally {
            end(clients, threads);
        }
    }

    private static SessionClient open(int steps, Behaviour behaviour) {
        return SessionClient.open(
                server.baseUri(),
                "{\"width\":256,\"height\":256,\"t_index_list\":\"\",\"max_fps\":60,\"steps\":" + steps + "}",
                behaviour);
    }

    private static void end(List<SessionClient> clients, ExecutorService threads) {
        threads.shutdownNow();
        for (SessionClient client : clients) {
            client.api().delete("/api/sessions/" + client.id(), client.authorization());
            client.close();
        }
    }

    /** Sends whether or not there is credit. */
    private void flood(SessionClient client, long end) {
        while (System.nanoTime() < end) {
            client.sendWithoutCredit(film.get(0));
            LockSupport.parkNanos(2_000_000);
        }
    }

    private static double[] rates(List<Future<LoadResult>> results) throws InterruptedException, ExecutionException {
        double[] rates = new double[results.size()];
        for (int i = 0; i < rates.length; i++) {
            rates[i] = results.get(i).get().fps();
        }
        return rates;
    }

    /** Jain's index of fairness: 1 when all are equal, 1/n when one has everything. */
    private static double jain(double[] rates) {
        double sum = 0;
        double squares = 0;
        for (double rate : rates) {
            sum += rate;
            squares += rate * rate;
        }
        return sum * sum / (rates.length * squares);
    }
}
