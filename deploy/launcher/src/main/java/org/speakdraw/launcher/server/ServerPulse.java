package org.speakdraw.launcher.server;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.speakdraw.launcher.checks.ListenAddress;

/**
 * Asks a running server whether it answers requests at all, and has not given itself up. All questions go over one kept connection: a server whose
 * connections are all taken still answers the one that asks. Used by one thread.
 */
final class ServerPulse {

    private static final Duration TIMEOUT = Duration.ofSeconds(4);

    private final HttpRequest question;
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(TIMEOUT)
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    ServerPulse(ListenAddress listen) {
        this.question = HttpRequest.newBuilder(listen.probeUri().resolve("health/live"))
                .timeout(TIMEOUT)
                .build();
    }

    /** Whether it answers within four seconds that a new process would be no better. */
    boolean beats() throws InterruptedException {
        try {
            return http.send(question, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }
}
