package org.speakdraw.acceptance.fuzz;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.speakdraw.acceptance.client.Picture;
import org.speakdraw.acceptance.client.SessionClient;
import org.speakdraw.acceptance.client.TestPictures;

/** A well-behaved session that streams all the while, and notes what it suffers. */
final class Bystander implements AutoCloseable {

    private static final String SETTINGS = "{\"width\":64,\"height\":64,\"steps\":1,\"t_index_list\":\"\"}";
    private static final long FRAME_MILLIS = 100;

    private final SessionClient client;
    private final Thread thread;
    private final List<Double> latencies = new ArrayList<>();
    private volatile boolean running = true;
    private volatile String harm = "";

    /**
     * What happened to it.
     *
     * @param pictures      that it got
     * @param medianMillis  from sending a frame to having its picture
     * @param slowestMillis likewise
     * @param harm          a sentence when it was disconnected or told of an error; empty otherwise
     */
    record Report(int pictures, double medianMillis, double slowestMillis, String harm) {}

    Bystander(URI base) {
        this.client = SessionClient.open(base, SETTINGS);
        this.thread = new Thread(this::stream, "bystander");
        thread.start();
    }

    private void stream() {
        try {
            for (int step = 0; running; step++) {
                long start = System.nanoTime();
                Picture picture = client.awaitPicture(client.send(TestPictures.moving(64, 64, step)));
                latencies.add((picture.arrivedNanos() - start) / 1e6);
                long rest = TimeUnit.MILLISECONDS.toNanos(FRAME_MILLIS) - (System.nanoTime() - start);
                TimeUnit.NANOSECONDS.sleep(Math.max(0, rest));
            }
            client.takeMessages().stream()
                    .filter(message -> message.path("type").asText().equals("error"))
                    .findFirst()
                    .ifPresent(error -> harm = error.toString());
        } catch (InterruptedException | RuntimeException e) {
            harm = String.valueOf(e.getMessage());
        }
    }

    /** Ends the stream and says how it went. */
    Report finish() throws InterruptedException {
        running = false;
        thread.join();
        double[] sorted =
                latencies.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return sorted.length == 0
                ? new Report(0, 0, 0, harm.isEmpty() ? "it got no picture" : harm)
                : new Report(sorted.length, sorted[sorted.length / 2], sorted[sorted.length - 1], harm);
    }

    @Override
    public void close() {
        running = false;
        client.api().delete("/api/sessions/" + client.id(), client.authorization());
        client.close();
    }
}
