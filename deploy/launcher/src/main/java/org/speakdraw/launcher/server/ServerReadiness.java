package org.speakdraw.launcher.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import org.speakdraw.launcher.checks.Failure;
import org.speakdraw.launcher.checks.LaunchException;

/** Waits for a starting server, and notices as soon as waiting has become pointless. Used by one thread. */
final class ServerReadiness {

    private static final Duration PAUSE = Duration.ofMillis(150);

    private final ServerProcess server;
    private final URI health;
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(2))
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    ServerReadiness(ServerProcess server, ServerOptions options) {
        this.server = server;
        this.health = options.listen().probeUri().resolve("health");
    }

    void await(Duration limit, Runnable tick) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        String last = "it never answered";
        while (System.nanoTime() < deadline) {
            Optional<HttpResponse<String>> answer = ask();
            if (answer.isPresent() && answer.get().statusCode() == 200) {
                return;
            }
            last = answer.map(response -> "it answered " + response.statusCode() + " " + response.body())
                    .orElse(last);
            if (!server.isAlive()) {
                throw failed("The server ended while starting");
            }
            if (server.log().bootFailed()) {
                throw failed("The application could not be started");
            }
            tick.run();
            Thread.sleep(PAUSE.toMillis());
        }
        throw failed("The server was not healthy within " + limit.toSeconds() + " s: " + last);
    }

    private Optional<HttpResponse<String>> ask() throws InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(health).timeout(Duration.ofSeconds(5)).build();
        try {
            return Optional.of(http.send(request, HttpResponse.BodyHandlers.ofString()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private LaunchException failed(String what) {
        return new LaunchException(Failure.SERVER, what + server.log().explanation());
    }
}
