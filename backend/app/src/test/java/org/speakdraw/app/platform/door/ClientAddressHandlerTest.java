package org.speakdraw.app.platform.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.undertow.Undertow;
import io.undertow.server.handlers.ProxyPeerAddressHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.speakdraw.app.platform.ClientAddress;

class ClientAddressHandlerTest {

    /** Whoever writes a list of his own sends it to the proxy, which adds at the end whom it has seen. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "127.0.0.1   | 203.0.113.7                         | 203.0.113.7",
                "127.0.0.1   | 198.51.100.1, 203.0.113.7           | 203.0.113.7",
                "127.0.0.1   | 198.51.100.1, 10.0.0.5              | 10.0.0.5",
                "127.0.0.1   | 127.0.0.1, 203.0.113.7              | 203.0.113.7",
                "::1         | 203.0.113.7, ::1                    | 203.0.113.7",
                "10.0.0.2    | 198.51.100.1,, 203.0.113.7:4711     | 203.0.113.7",
                "fd00::2     | 198.51.100.1, [2001:db8::7]:4711    | 2001:db8:0:0:0:0:0:7",
                "192.168.1.1 | 198.51.100.1, ::ffff:203.0.113.7    | 203.0.113.7",
                "203.0.113.7 | 198.51.100.1                        | 203.0.113.7",
                "127.0.0.1   | 198.51.100.1, unknown               | 127.0.0.1",
                "127.0.0.1   | ''                                  | 127.0.0.1",
                "127.0.0.1   | 198.51.100.1, evil.example          | 127.0.0.1",
            })
    void believesOneProxyNearby(String peer, String forwarded, String client) {
        assertThat(TrustedProxies.oneNearby().clientOf(address(peer), forwarded).getHostAddress())
                .isEqualTo(client);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10.1.0.9  | 198.51.100.1, 203.0.113.7, 192.0.2.7, 10.1.3.4 | 203.0.113.7",
                "10.2.0.9  | 203.0.113.7                                    | 10.2.0.9",
                "127.0.0.1 | 203.0.113.7                                    | 127.0.0.1",
                "10.1.0.9  | 10.1.0.1, 10.1.0.2                             | 10.1.0.1",
            })
    void believesTheNamedOnesHoweverMany(String peer, String forwarded, String client) {
        TrustedProxies named = TrustedProxies.of(List.of("10.1.0.0/16", "192.0.2.7"));
        assertThat(named.clientOf(address(peer), forwarded).getHostAddress()).isEqualTo(client);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "proxy.example", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "::/129", "10.0.0"})
    void takesNetworksOnly(String text) {
        assertThatThrownBy(() -> TrustedProxies.of(List.of(text))).isInstanceOf(IllegalArgumentException.class);
    }

    /** As the server has it: its own handler, which takes the first of the list, is in front. */
    @Test
    void givesRequestsTheirAddress() throws Exception {
        Undertow server = Undertow.builder()
                .addHttpListener(0, "127.0.0.1")
                .setHandler(new ProxyPeerAddressHandler(new ClientAddressHandler(
                        exchange -> exchange.getResponseSender()
                                .send(exchange.getSourceAddress().getAddress().getHostAddress()),
                        TrustedProxies.oneNearby())))
                .build();
        server.start();
        try {
            int port = ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"));
            HttpClient client = HttpClient.newHttpClient();
            assertThat(client.send(request.build(), BodyHandlers.ofString()).body())
                    .isEqualTo("127.0.0.1");
            request.header("X-Forwarded-For", "198.51.100.1").header("X-Forwarded-For", "198.51.100.2, 203.0.113.7");
            assertThat(client.send(request.build(), BodyHandlers.ofString()).body())
                    .isEqualTo("203.0.113.7");
        } finally {
            server.stop();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "203.0.113.7, 203.0.113.7",
        "2001:db8:0:1:2:3:4:5, 2001:db8:0:1::/64",
        "2001:db8:0:1::9, 2001:db8:0:1::/64",
        "fe80::1%eth0, fe80:0:0:0::/64",
        "::ffff:203.0.113.7, 203.0.113.7",
        "nobody, nobody",
    })
    void limitsCountHouseholdsAsOne(String address, String network) {
        assertThat(ClientAddress.networkOf(address)).isEqualTo(network);
    }

    private static InetAddress address(String text) {
        return ClientAddress.parse(text).orElseThrow();
    }
}
