package org.speakdraw.acceptance.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.speakdraw.acceptance.client.SessionClient;
import org.speakdraw.acceptance.client.TestPictures;
import org.speakdraw.acceptance.fixture.RunningServer;

/** Sessions that want more than there is: equal ones get equal shares, costly ones pay, modest ones get all they ask for. */
class FairnessIT {

    @RegisterExtension
    static final RunningServer server = new RunningServer();

    private static final int EQUAL = 7;
    private static final double GREEDY_FPS = 60;
    private static final double MODEST_FPS = 1;
    private static final long WARM_UP_NANOS = Duration.ofSeconds(3).toNanos();
    private static final long MEASURED_NANOS = Duration.ofSeconds(10).toNanos();

    private final List<byte[]> film = IntStream.range(0, 16)
            .mapToObj(number -> TestPictures.moving(320, 240, number))
            .toList();

    @Test
    void sharesTheEngineByWhatFramesCost() throws Exception {
        List<SessionClient> clients = new ArrayList<>();
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            for (int i = 0; i < EQUAL + 2; i++) {
                clients.add(open(i == EQUAL + 1 ? 4 : 1));
            }
            long counted = System.nanoTime() + WARM_UP_NANOS;
            long end = counted + MEASURED_NANOS;
            List<Future<LoadResult>> equal = new ArrayList<>();
            for (int i = 0; i < EQUAL; i++) {
                equal.add(threads.submit(new LoadSession(clients.get(i), film, GREEDY_FPS, counted, end)));
            }
            SessionClient flooding = clients.get(0);
            threads.execute(() -> flood(flooding, end));
            var modest = threads.submit(new LoadSession(clients.get(EQUAL), film, MODEST_FPS, counted, end));
            var costly = threads.submit(new LoadSession(clients.get(EQUAL + 1), film, GREEDY_FPS, counted, end));

            double[] rates = rates(equal);
            double mean = IntStream.range(0, EQUAL)
                    .mapToDouble(i -> rates[i])
                    .average()
                    .orElseThrow();
            assertThat(mean)
                    .as("frames a second: more were wanted than there are")
                    .isLessThan(0.8 * GREEDY_FPS);
            assertThat(jain(rates)).as("Jain's index of %s", rates).isGreaterThanOrEqualTo(0.98);
            assertThat(modest.get().fps()).as("the modest one").isGreaterThanOrEqualTo(0.85 * MODEST_FPS);
            assertThat(mean / costly.get().fps())
                    .as("four steps cost four times one")
                    .isBetween(3.3, 4.7);
        } finally {
            threads.shutdownNow();
            for (SessionClient client : clients) {
                client.api().delete("/api/sessions/" + client.id(), client.authorization());
                client.close();
            }
        }
    }

    private static SessionClient open(int steps) {
        return SessionClient.open(
                server.baseUri(),
                "{\"width\":256,\"height\":256,\"t_index_list\":\"\",\"max_fps\":60,\"steps\":" + steps + "}");
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
