package org.speakdraw.app.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.undertow.Undertow;
import io.undertow.server.HttpServerExchange;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.platform.Database;
import org.speakdraw.app.platform.TestDatabase;

/** A real server that says whom it takes its client for. */
class ForwardedTest {

    private final Database database = TestDatabase.create();
    private final Membership membership = new Membership(
            new ClusterConfig("school", URI.create("http://127.0.0.1:8081"), 1), new NodeStore(database));
    private final Undertow server = Undertow.builder()
            .addHttpListener(0, "127.0.0.1")
            .setHandler(new Forwarded(ForwardedTest::tell, () -> membership))
            .build();

    private static void tell(HttpServerExchange exchange) {
        exchange.getResponseSender()
                .send(exchange.getRequestScheme() + " "
                        + exchange.getSourceAddress().getAddress().getHostAddress() + " "
                        + Forwarded.is(exchange) + " "
                        + exchange.getRequestHeaders().contains("X-Forwarded-For") + " "
                        + exchange.getRequestHeaders().contains("X-SpeakDraw-Node"));
    }

    @BeforeEach
    void start() {
        membership.beat(false, NodeLoad.NONE);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
        database.close();
    }

    private String told(String secret) throws Exception {
        int port = ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
                .header("X-SpeakDraw-Node", secret)
                .header("X-Forwarded-For", "192.0.2.7")
                .header("X-Forwarded-Proto", "https")
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    }

    @Test
    void believesAnotherNodeAboutItsClient() throws Exception {
        assertThat(told(membership.secret())).isEqualTo("https 192.0.2.7 true false false");
    }

    @Test
    void believesNobodyElse() throws Exception {
        assertThat(told("made up")).isEqualTo("http 127.0.0.1 false true false");
    }
}
