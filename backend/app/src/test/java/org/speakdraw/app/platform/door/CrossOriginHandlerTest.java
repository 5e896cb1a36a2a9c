package org.speakdraw.app.platform.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.undertow.Undertow;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.platform.OriginPolicy;

class CrossOriginHandlerTest {

    private static final String SCHOOL = "https://school.example";
    private static final String ALLOW_ORIGIN = "Access-Control-Allow-Origin";

    private final Undertow server = Undertow.builder()
            .addHttpListener(0, "127.0.0.1")
            .setHandler(new CrossOriginHandler(
                    CrossOriginHandlerTest::answer, new OriginPolicy(List.of(SCHOOL, "https://other.example"))))
            .build();

    CrossOriginHandlerTest() {
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    private static void answer(HttpServerExchange exchange) {
        // As an error does it.
        exchange.getResponseHeaders().clear();
        exchange.getResponseHeaders().put(Headers.VARY, "Accept");
        exchange.setStatusCode(404).endExchange();
    }

    @Test
    void letsListedPagesReadEveryAnswer() throws Exception {
        HttpResponse<Void> answer = send("GET", "Origin", SCHOOL);
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().allValues(ALLOW_ORIGIN)).containsExactly(SCHOOL);
        assertThat(answer.headers().firstValue("Access-Control-Allow-Credentials"))
                .contains("true");
        assertThat(answer.headers().firstValue("Access-Control-Expose-Headers").orElseThrow())
                .contains("Retry-After");
        assertThat(answer.headers().allValues("Vary")).containsExactlyInAnyOrder("Accept", "Origin");
    }

    @Test
    void tellsABrowserThatAsksBeforehandWhatListedPagesMaySend() throws Exception {
        HttpResponse<Void> answer = send("OPTIONS", "Origin", SCHOOL, "Access-Control-Request-Method", "PATCH");
        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.headers().firstValue(ALLOW_ORIGIN)).contains(SCHOOL);
        assertThat(answer.headers().firstValue("Access-Control-Allow-Methods").orElseThrow())
                .contains("PATCH");
        assertThat(answer.headers().firstValue("Access-Control-Allow-Headers").orElseThrow())
                .contains("Authorization", "Content-Type");
        HttpResponse<Void> library = send(
                "OPTIONS",
                "Origin",
                SCHOOL,
                "Access-Control-Request-Method",
                "POST",
                "Access-Control-Request-Headers",
                "authorization,x-stainless-lang");
        assertThat(library.headers().firstValue("Access-Control-Allow-Headers"))
                .contains("authorization,x-stainless-lang");
    }

    @Test
    void tellsAllOthersNothing() throws Exception {
        for (String stranger : List.of("https://stranger.example", SCHOOL + ".example", "null", "*")) {
            assertThat(send("GET", "Origin", stranger).headers().map().keySet())
                    .as(stranger)
                    .contains("vary")
                    .noneMatch(name -> name.startsWith("access-control"));
            HttpResponse<Void> before = send("OPTIONS", "Origin", stranger, "Access-Control-Request-Method", "PATCH");
            assertThat(before.headers().map().keySet())
                    .as(stranger)
                    .noneMatch(name -> name.startsWith("access-control"));
        }
        HttpResponse<Void> noBrowser = send("GET", "Accept", "*/*");
        assertThat(noBrowser.headers().allValues("Vary")).contains("Origin");
        assertThat(noBrowser.headers().firstValue(ALLOW_ORIGIN)).isEmpty();
    }

    private HttpResponse<Void> send(String method, String... headers) throws Exception {
        InetSocketAddress address =
                (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + address.getPort() + "/"))
                .method(method, BodyPublishers.noBody())
                .headers(headers)
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding());
    }
}
