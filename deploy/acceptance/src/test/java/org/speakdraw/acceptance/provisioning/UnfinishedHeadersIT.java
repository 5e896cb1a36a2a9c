package org.speakdraw.acceptance.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.speakdraw.acceptance.client.HttpApi;
import org.speakdraw.acceptance.fixture.RawHttp;
import org.speakdraw.acceptance.fixture.RunningServer;

/** Connections that never come to the point cost little, and not for long. */
class UnfinishedHeadersIT {

    private static final int CONNECTIONS = 1_500;
    private static final int LARGE = 900_000;

    @RegisterExtension
    static final RunningServer server = new RunningServer();

    @Test
    void takesNoMoreOfAHeaderThanABrowserSends() throws Exception {
        try (RawHttp http = new RawHttp(server.baseUri())) {
            assertThat(refused(http, "GET / HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(LARGE)))
                    .isTrue();
        }
        assertThat(RawHttp.get(server.baseUri(), "/", "Host: localhost", "Cookie: a=" + "x".repeat(8_000)))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void servesThePageWhileManyConnectionsHoldUnfinishedHeaders() throws Exception {
        long pid = server.instance().serverPid();
        List<RawHttp> connections = new ArrayList<>();
        try {
            for (int i = 0; i < CONNECTIONS; i++) {
                RawHttp connection = new RawHttp(server.baseUri());
                connections.add(connection);
                connection.send("GET / HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(15_000));
            }
            assertThat(new HttpApi(server.baseUri()).get("/").status()).isEqualTo(200);
            assertThat(new HttpApi(server.baseUri()).get("/health/live").status())
                    .isEqualTo(200);
            for (RawHttp connection : connections) {
                // Ends only because the server closes it.
                assertThat(closed(connection)).isTrue();
            }
        } finally {
            for (RawHttp connection : connections) {
                connection.close();
            }
        }
        assertThat(server.instance().serverPid()).isEqualTo(pid);
        assertThat(new HttpApi(server.baseUri()).get("/health/ready").status()).isEqualTo(200);
    }

    private static boolean refused(RawHttp http, String text) throws IOException {
        try {
            http.send(text);
            return closed(http);
        } catch (SocketException e) {
            return true;
        }
    }

    /** Whether the server ends the connection, without a page. */
    private static boolean closed(RawHttp http) throws IOException {
        try {
            return !http.readToEnd().startsWith("HTTP/1.1 200");
        } catch (SocketException e) {
            return true;
        }
    }
}
