package org.speakdraw.app.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Discovery, with a real HTTP server that takes its time. */
@Timeout(60)
class OpenIdProviderTest {

    private final AtomicInteger asked = new AtomicInteger();
    private final CountDownLatch asking = new CountDownLatch(1);
    private final CountDownLatch answering = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;
    private volatile int status = 200;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            asked.incrementAndGet();
            asking.countDown();
            try {
                answering.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            byte[] description = """
                    {"issuer": "%1$s", "authorization_endpoint": "%1$s/authorize", "token_endpoint": "%1$s/token",
                     "jwks_uri": "%1$s/keys", "subject_types_supported": ["public"]}
                    """.formatted(issuer()).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, description.length);
            exchange.getResponseBody().write(description);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        answering.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private String issuer() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    private OpenIdProvider provider() {
        return new OpenIdProvider(
                new SignInConfig(
                        issuer(),
                        "speakdraw",
                        "",
                        new OwnAddress(URI.create("http://localhost:8080")),
                        List.of(),
                        new RoleMapping(List.of(), Set.of(), Set.of()),
                        "name",
                        Duration.ofHours(1)),
                new ProviderHttp());
    }

    private static URI authorization(OpenIdProvider provider) throws IOException {
        return provider.authorization(new SignInAttempt(
                "s".repeat(43),
                "n".repeat(43),
                "v".repeat(43),
                "/",
                Instant.now().toEpochMilli()));
    }

    @Test
    void holdsUpNobodyWhoOnlyAsksHowItIsAndIsAskedOnceForAll() throws Exception {
        OpenIdProvider provider = provider();
        Future<URI> first = threads.submit(() -> authorization(provider));
        asking.await();
        assertThat(provider.failure()).as("while it hangs").isEmpty();
        Future<URI> second = threads.submit(() -> authorization(provider));
        answering.countDown();
        for (Future<URI> each : List.of(first, second)) {
            assertThat(each.get(30, TimeUnit.SECONDS).toString()).startsWith(issuer() + "/authorize?");
        }
        assertThat(asked).hasValue(1);
    }

    @Test
    void isNotAskedAgainAtOnceWhenItDidNotAnswer() {
        status = 500;
        answering.countDown();
        OpenIdProvider provider = provider();
        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatThrownBy(() -> authorization(provider))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("HTTP 500");
        }
        assertThat(provider.failure()).hasValueSatisfying(why -> assertThat(why).contains("HTTP 500"));
        assertThat(asked).hasValue(1);
    }
}
