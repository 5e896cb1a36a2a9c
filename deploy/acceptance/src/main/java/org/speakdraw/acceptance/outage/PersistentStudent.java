package org.speakdraw.acceptance.outage;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.speakdraw.acceptance.client.HttpApi;
import org.speakdraw.acceptance.client.Picture;
import org.speakdraw.acceptance.client.SessionClient;

/**
 * A student who does not give up: sends pictures with recording on and, when the session is gone, opens another one, as
 * the page does. Runs on a thread of its own; its figures may be asked for at any time.
 */
final class PersistentStudent implements Runnable {

    private static final Duration RETRY = Duration.ofMillis(500);

    private final URI url;
    private final List<byte[]> film;
    private final long frameNanos;
    private final double rate;
    private final List<Instant> pictures = Collections.synchronizedList(new ArrayList<>());
    private final List<SessionClient> sessions = Collections.synchronizedList(new ArrayList<>());
    private volatile boolean leaving;

    /**
     * @param fps  pictures a second that are sent
     * @param rate key frames a second that are recorded
     */
    PersistentStudent(URI url, List<byte[]> film, double fps, double rate) {
        this.url = url;
        this.film = film;
        this.frameNanos = (long) (1e9 / fps);
        this.rate = rate;
    }

    @Override
    public void run() {
        while (!leaving) {
            try (SessionClient client = SessionClient.open(
                    url,
                    "{\"prompt\":\"a fox\",\"width\":128,\"height\":128,\"steps\":1,\"t_index_list\":\"\","
                            + "\"similarity_filter\":false}")) {
                sessions.add(client);
                paint(client);
            } catch (UncheckedIOException | IllegalStateException | CompletionException e) {
                // Nobody there, or not any more.
                LockSupport.parkNanos(RETRY.toNanos());
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** Until the socket is closed or the student leaves. */
    private void paint(SessionClient client) throws InterruptedException {
        boolean recording = false;
        for (int number = 0; !leaving && !client.socket().isClosed(); number++) {
            // Refused while the database is away.
            recording = recording || record(client);
            client.trySend(film.get(number % film.size()));
            Picture picture = client.pictures().poll(frameNanos, TimeUnit.NANOSECONDS);
            if (picture != null) {
                pictures.add(Instant.now());
                LockSupport.parkNanos(frameNanos);
            }
            client.takeMessages();
        }
    }

    private boolean record(SessionClient client) {
        return client.api()
                        .post(
                                "/api/sessions/" + client.id() + "/recording",
                                "{\"rate\":" + rate + ",\"input\":false}",
                                client.authorization())
                        .status()
                < 300;
    }

    void leave() {
        leaving = true;
    }

    /** When pictures came, in order. */
    List<Instant> pictures() {
        synchronized (pictures) {
            return List.copyOf(pictures);
        }
    }

    /** When the pictures that are kept were painted, over all recordings, in order. */
    List<Instant> recorded() {
        List<Instant> recorded = new ArrayList<>();
        for (JsonNode timeline : timelines()) {
            Instant start = Instant.parse(timeline.get("startedAt").asText());
            timeline.get("outputs").get("offsetsMs").forEach(offset -> recorded.add(start.plusMillis(offset.asLong())));
        }
        recorded.sort(null);
        return recorded;
    }

    /** Pictures that the recordings themselves say are missing. */
    long reportedLost() {
        long lost = 0;
        for (JsonNode timeline : timelines()) {
            for (JsonNode gap : timeline.get("gaps")) {
                lost += gap.get("lost").asLong();
            }
        }
        return lost;
    }

    private List<JsonNode> timelines() {
        List<JsonNode> timelines = new ArrayList<>();
        synchronized (sessions) {
            for (SessionClient session : sessions) {
                HttpApi.Answer answer =
                        session.api().get("/api/sessions/" + session.id() + "/timeline", session.authorization());
                if (answer.status() == 200) {
                    timelines.add(answer.json());
                }
            }
        }
        return timelines;
    }

    int sessions() {
        return sessions.size();
    }
}
