package org.speakdraw.acceptance.outage;

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
import org.speakdraw.acceptance.client.SessionClient;
import org.speakdraw.acceptance.client.SessionClient.Behaviour;

/**
 * A student who comes back to the own session when the connection breaks, as the page does: soon at first, then with
 * longer pauses; opens another one when it is gone. Runs on a thread of its own; its figures may be asked for at any
 * time.
 */
final class RoamingStudent implements Runnable {

    /** The page's. */
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);

    private static final Duration LONGEST_PAUSE = Duration.ofMillis(1500);
    /** Of the protocol: no such session. */
    private static final int UNKNOWN = 4401;

    private static final String SETTINGS =
            "{\"prompt\":\"a fox\",\"seed\":77,\"width\":128,\"height\":128,\"steps\":1,\"t_index_list\":\"\","
                    + "\"similarity_filter\":false}";

    private final HttpApi api;
    private final List<byte[]> film;
    private final long frameNanos;
    private final List<Instant> pictures = Collections.synchronizedList(new ArrayList<>());
    private final List<String> sessions = Collections.synchronizedList(new ArrayList<>());
    private volatile boolean keptSettings = true;
    private volatile boolean leaving;

    /** @param fps pictures a second that are sent */
    RoamingStudent(URI url, List<byte[]> film, double fps) {
        this.api = new HttpApi(url);
        this.film = film;
        this.frameNanos = (long) (1e9 / fps);
    }

    @Override
    public void run() {
        while (!leaving) {
            try {
                HttpApi.Answer answer = api.post("/api/sessions", "{\"settings\":" + SETTINGS + "}");
                if (answer.status() == 201) {
                    sessions.add(answer.json().get("id").asText());
                    stay(
                            answer.json().get("id").asText(),
                            answer.json().get("token").asText());
                    continue;
                }
            } catch (UncheckedIOException e) {
                // Nobody there.
            } catch (InterruptedException e) {
                return;
            }
            LockSupport.parkNanos(FIRST_PAUSE.toNanos());
        }
    }

    /** Until the session is gone or the student leaves. */
    private void stay(String id, String token) throws InterruptedException {
        Duration pause = FIRST_PAUSE;
        while (!leaving) {
            try (SessionClient client = SessionClient.connect(api, id, token, "", Behaviour.WELL)) {
                int before = pictures.size();
                paint(client);
                if (client.socket().isClosed() && client.socket().awaitClose(Duration.ofSeconds(1)) == UNKNOWN) {
                    return;
                }
                pause = pictures.size() > before ? FIRST_PAUSE : pause;
            } catch (IllegalStateException | CompletionException e) {
                // Not let in, or cut off.
            }
            if (!leaving) {
                LockSupport.parkNanos(pause.toNanos());
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            }
        }
    }

    private void paint(SessionClient client) throws InterruptedException {
        for (int number = 0; !leaving && !client.socket().isClosed(); number++) {
            client.trySend(film.get(number % film.size()));
            if (client.pictures().poll(frameNanos, TimeUnit.NANOSECONDS) != null) {
                pictures.add(Instant.now());
                LockSupport.parkNanos(frameNanos);
            }
            client.takeMessages().stream()
                    .filter(message -> message.path("type").asText().equals("welcome"))
                    .forEach(welcome -> keptSettings &=
                            welcome.path("settings").path("seed").asInt() == 77);
        }
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

    /** Pictures between two moments. */
    long pictures(Instant from, Instant to) {
        return pictures().stream()
                .filter(time -> !time.isBefore(from) && time.isBefore(to))
                .count();
    }

    /** The number of the node on which the present session began; empty before there is one. */
    String birthplace() {
        return sessions.isEmpty() ? "" : sessions.get(sessions.size() - 1).substring(0, 4);
    }

    /** How many sessions it took. */
    int sessions() {
        return sessions.size();
    }

    /** Whether every greeting had the settings that were asked for. */
    boolean keptSettings() {
        return keptSettings;
    }
}
