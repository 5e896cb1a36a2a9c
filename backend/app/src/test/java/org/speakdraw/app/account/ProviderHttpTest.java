package org.speakdraw.app.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPRequestSender;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a real HTTP server that does not answer. */
class ProviderHttpTest {

    private final CountDownLatch over = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ProviderHttp http = new ProviderHttp();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        over.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void givesUpWhenTheTimeOfAllRequestsTogetherIsOver() throws Exception {
        HTTPRequest request = new HTTPRequest(
                HTTPRequest.Method.GET,
                URI.create("http://localhost:" + server.getAddress().getPort() + "/"));
        HTTPRequestSender sender = http.within(Duration.ofSeconds(1));
        assertThatThrownBy(() -> sender.send(request)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> sender.send(request))
                .isInstanceOf(IOException.class)
                .hasMessage("no time is left");
    }

    @Test
    void tellsNothingToAnAddressThatIsNotSafe() {
        for (String address :
                new String[] {"http://school.example/", "https://a:b@school.example/", "ftp://localhost/"}) {
            assertThat(ProviderHttp.isSafe(URI.create(address))).as(address).isFalse();
        }
        assertThat(ProviderHttp.isSafe(URI.create("https://school.example/"))).isTrue();
    }
}
