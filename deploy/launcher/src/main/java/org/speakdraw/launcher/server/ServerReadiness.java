package org.speakdraw.launcher.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.speakdraw.launcher.checks.Failure;
import org.speakdraw.launcher.checks.LaunchException;

/**
 * Waits for a starting server, and notices as soon as waiting has become pointless. Models may take minutes to load:
 * there is no limit while the server says that it is at it, only one for silence. Used by one thread.
 */
final class ServerReadiness {

    private static final Duration PAUSE = Duration.ofMillis(150);
    private static final Duration LONGEST_SILENCE = Duration.ofMinutes(3);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ServerProcess server;
    private final URI ready;
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(2))
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    ServerReadiness(ServerProcess server, ServerOptions options) {
        this.server = server;
        this.ready = options.listen().probeUri().resolve("health/ready");
    }

    void await(Consumer<Optional<String>> progress) throws InterruptedException {
        long lastSign = System.nanoTime();
        long logLength = -1;
        while (true) {
            JsonNode health = ask();
            switch (health.path("state").asText()) {
                case "up" -> {
                    return;
                }
                case "failed" ->
                    throw new LaunchException(
                            Failure.BUNDLE, "The model bundle is refused: " + details(health, "failed"));
                default -> {
                    if (!server.isAlive()) {
                        throw failed("The server ended while starting: " + server.howItEnded());
                    }
                    if (server.log().bootFailed()) {
                        throw failed("The application could not be started: "
                                + server.log().loggedCause().orElse("the log does not say why"));
                    }
                }
            }
            long length = server.log().length();
            if (!health.isMissingNode() || length != logLength) {
                lastSign = System.nanoTime();
                logLength = length;
            } else if (System.nanoTime() - lastSign > LONGEST_SILENCE.toNanos()) {
                throw failed("The server has neither answered nor written anything for " + LONGEST_SILENCE.toSeconds()
                        + " s");
            }
            progress.accept(health.isMissingNode() ? Optional.empty() : Optional.of(details(health, "starting")));
            Thread.sleep(PAUSE.toMillis());
        }
    }

    private static String details(JsonNode health, String state) {
        return StreamSupport.stream(health.path("checks").spliterator(), false)
                .filter(check -> check.path("state").asText().equals(state))
                .map(check -> check.path("detail").asText())
                .collect(Collectors.joining(" "));
    }

    /** The answer; missing while there is none. */
    private JsonNode ask() throws InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(ready).timeout(Duration.ofSeconds(5)).build();
        try {
            return JSON.readTree(
                    http.send(request, HttpResponse.BodyHandlers.ofString()).body());
        } catch (IOException e) {
            // Nobody answers, or the server does, but not the application.
            return JSON.missingNode();
        }
    }

    private LaunchException failed(String what) {
        return new LaunchException(
                Failure.SERVER, what + " (see " + server.log().file() + ").");
    }
}
