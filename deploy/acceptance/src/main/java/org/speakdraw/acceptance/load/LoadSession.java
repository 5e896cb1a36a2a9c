package org.speakdraw.acceptance.load;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.speakdraw.acceptance.client.SessionClient;
import org.speakdraw.acceptance.client.WireFrame;

/** One pretended student: sends pictures at a camera's pace as far as the server gives credit, and shows what comes back. */
final class LoadSession implements Callable<LoadResult> {

    private static final Duration POLL = Duration.ofMillis(200);

    private final SessionClient client;
    private final List<byte[]> film;
    private final long frameNanos;
    private final long warmUpEnd;
    private final long end;
    private final AtomicLong sent = new AtomicLong();

    /**
     * @param client    connected; stays the caller's
     * @param film      pictures, sent in turn
     * @param fps       frames a second the pretended camera makes
     * @param warmUpEnd {@code System.nanoTime} from which on it counts
     * @param end       {@code System.nanoTime} at which it ends
     */
    LoadSession(SessionClient client, List<byte[]> film, double fps, long warmUpEnd, long end) {
        this.client = client;
        this.film = film;
        this.frameNanos = (long) (1e9 / fps);
        this.warmUpEnd = warmUpEnd;
        this.end = end;
    }

    @Override
    public LoadResult call() throws IOException, InterruptedException {
        Thread camera = new Thread(this::film, "camera");
        camera.setDaemon(true);
        camera.start();
        List<Double> latencies = new ArrayList<>();
        while (System.nanoTime() < end) {
            client.inbox().awaitOutput(POLL).ifPresent(output -> show(output, latencies));
            if (client.inbox().closeCode().isPresent()) {
                throw new IOException(
                        "The server closed the socket: " + client.inbox().closeCode());
            }
        }
        camera.join();
        double seconds = (end - warmUpEnd) / 1e9;
        return LoadResult.of(latencies, seconds, sent.get(), stats());
    }

    private void show(WireFrame output, List<Double> latencies) {
        long now = System.nanoTime();
        if (now >= warmUpEnd) {
            latencies.add((now / 1_000 - output.captureMicros()) / 1_000.0);
        }
        try {
            client.acknowledge(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<JsonNode> stats() {
        return client.messages().stream()
                .filter(message -> message.path("type").asText().equals("stats"))
                .toList();
    }

    private void film() {
        long next = System.nanoTime();
        try {
            for (int number = 0; System.nanoTime() < end; number++) {
                if (client.trySendPicture(film.get(number % film.size())).isPresent() && next >= warmUpEnd) {
                    sent.incrementAndGet();
                }
                next += frameNanos;
                LockSupport.parkNanos(Math.max(0, next - System.nanoTime()));
            }
        } catch (IOException e) {
            // Told by the other thread, which sees the close code.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
