package org.speakdraw.acceptance.load;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.speakdraw.acceptance.client.Picture;
import org.speakdraw.acceptance.client.SessionClient;

/**
 * One pretended student: sends pictures at a camera's pace as far as the server gives credit, and shows what comes
 * back.
 */
final class LoadSession implements Callable<LoadResult> {

    private static final long POLL_MILLIS = 200;

    private final SessionClient client;
    private final List<byte[]> film;
    private final long frameNanos;
    private final long warmUpEnd;
    private final long end;
    private final Duration showing;
    private final AtomicLong sent = new AtomicLong();

    /**
     * @param client    connected; stays the caller's
     * @param film      pictures, sent in turn
     * @param fps       frames a second the pretended camera makes
     * @param warmUpEnd {@code System.nanoTime} from which on it counts
     * @param end       {@code System.nanoTime} at which it ends
     */
    LoadSession(SessionClient client, List<byte[]> film, double fps, long warmUpEnd, long end) {
        this(client, film, fps, warmUpEnd, end, Duration.ZERO);
    }

    /**
     * A student with a slow machine.
     *
     * @param client  leaves it to this to acknowledge pictures
     * @param showing how long it takes to show one
     */
    LoadSession(SessionClient client, List<byte[]> film, double fps, long warmUpEnd, long end, Duration showing) {
        this.client = client;
        this.film = film;
        this.frameNanos = (long) (1e9 / fps);
        this.warmUpEnd = warmUpEnd;
        this.end = end;
        this.showing = showing;
    }

    @Override
    public LoadResult call() throws IOException, InterruptedException {
        Thread camera = new Thread(this::film, "camera");
        camera.setDaemon(true);
        camera.start();
        List<Double> latencies = new ArrayList<>();
        List<JsonNode> stats = new ArrayList<>();
        while (System.nanoTime() < end) {
            Picture picture = client.pictures().poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
            if (picture != null && !showing.isZero()) {
                Thread.sleep(showing.toMillis());
                client.acknowledge(picture.sequence());
            }
            // It counts when it is on the screen: what a slow client shows now may have come before the warm-up was
            // over.
            if (picture != null && System.nanoTime() >= warmUpEnd) {
                latencies.add((picture.arrivedNanos() / 1_000 - picture.captureMicros()) / 1_000.0);
            }
            client.takeMessages().stream()
                    .filter(message -> message.path("type").asText().equals("stats"))
                    .forEach(stats::add);
            if (client.socket().isClosed()) {
                throw new IOException(
                        "The server closed the socket: " + client.socket().awaitClose(Duration.ofSeconds(1)));
            }
        }
        camera.join();
        return LoadResult.of(latencies, (end - warmUpEnd) / 1e9, sent.get(), stats);
    }

    private void film() {
        long next = System.nanoTime();
        try {
            for (int number = 0; System.nanoTime() < end; number++) {
                if (client.trySend(film.get(number % film.size())) && next >= warmUpEnd) {
                    sent.incrementAndGet();
                }
                next += frameNanos;
                LockSupport.parkNanos(Math.max(0, Math.min(next, end) - System.nanoTime()));
            }
        } catch (CompletionException e) {
            // Told by the other thread, which sees that the socket is closed.
        }
    }
}
